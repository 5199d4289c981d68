package dev.gatehouse.core.audit;

/** The event could not be recorded as asked. Whoever asked must refuse to go on. Checked, so that nobody forgets. */
public final class AuditUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    public AuditUnavailableException(String message) {
        super(message);
    }

    public AuditUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
