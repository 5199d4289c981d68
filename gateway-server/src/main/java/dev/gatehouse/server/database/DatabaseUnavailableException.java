package dev.gatehouse.server.database;

/** The database cannot be opened; the message names it and says what to check. */
public final class DatabaseUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean outage;

    DatabaseUnavailableException(String message, boolean outage, Throwable cause) {
        super(message, cause);
        this.outage = outage;
    }

    /** Whether waiting may help: nobody answered, or the server said it is not ready. */
    public boolean isOutage() {
        return outage;
    }
}
