package dev.gatehouse.core.audit;

import java.time.Duration;

/** The journal's word for one event. Waiting parks the virtual thread. */
public interface Receipt {

    /** Returns once the event would survive {@code kill -9} of this process. */
    void awaitWritten() throws AuditUnavailableException;

    /** Returns once the event would survive power loss on honest hardware; throws when that took longer. */
    void awaitDurable(Duration timeout) throws AuditUnavailableException;
}
