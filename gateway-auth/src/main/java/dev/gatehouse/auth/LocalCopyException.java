package dev.gatehouse.auth;

/** There is no local copy of agents and keys that a gateway may start from; the message says why and quotes none of it. */
public final class LocalCopyException extends Exception {
    private static final long serialVersionUID = 1L;

    LocalCopyException(String message) {
        super(message);
    }
}
