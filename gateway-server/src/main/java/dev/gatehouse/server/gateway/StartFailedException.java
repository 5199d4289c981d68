package dev.gatehouse.server.gateway;

/** The gateway refuses to start. The message names the place and the remedy and is all the operator sees. */
public final class StartFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    public StartFailedException(String message) {
        super(message);
    }

    public StartFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
