package dev.gatehouse.server.database;

/** The database cannot be opened; the message names it and says what to check. */
public final class DatabaseUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    DatabaseUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
