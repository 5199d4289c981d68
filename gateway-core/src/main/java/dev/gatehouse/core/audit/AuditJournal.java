package dev.gatehouse.core.audit;

/** Takes events in order. Bounded: when it cannot keep up it throws, so that work is refused instead of queued. */
public interface AuditJournal {
    Receipt append(AuditEvent event) throws AuditUnavailableException;
}
