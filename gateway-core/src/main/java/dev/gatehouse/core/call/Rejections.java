package dev.gatehouse.core.call;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.audit.AuditUnavailableException;

/** Records who knocked: callers that were turned away, a flood of them summed up, and credentials that were good. */
public final class Rejections {
    private final AuditJournal journal;
    private final Flood flood;

    public Rejections(AuditJournal journal, Clocks clocks) {
        this.journal = journal;
        this.flood = new Flood(clocks);
    }

    /** Whoever was let in is named by all they do, which waits for its record; this one is waited for by nobody. */
    void accepted(AuditEvent.TokenAccepted event) {
        try {
            var _ = journal.append(event);
        } catch (AuditUnavailableException e) {
            // What is asked with the token is refused then.
        }
    }

    /** Nobody was let in, so a journal that cannot take the event changes nothing for the caller; the count is kept. */
    public void record(AuditEvent.CallRejected event) {
        long count = flood.admit();
        if (count == 0) {
            return;
        }
        try {
            var _ = journal.append(
                    new AuditEvent.CallRejected(event.at(), event.server(), event.peer(), event.reason(), count));
        } catch (AuditUnavailableException e) {
            flood.addBack(count);
        }
    }
}
