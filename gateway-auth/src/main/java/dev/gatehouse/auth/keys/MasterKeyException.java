package dev.gatehouse.auth.keys;

/** The master key is missing, unfit or not the one this database was sealed with. The start must be refused. */
public final class MasterKeyException extends Exception {
    private static final long serialVersionUID = 1L;

    MasterKeyException(String message) {
        super(message);
    }

    MasterKeyException(String message, Throwable cause) {
        super(message, cause);
    }
}
