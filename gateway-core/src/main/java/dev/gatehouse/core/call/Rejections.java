package dev.gatehouse.core.call;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.audit.AuditUnavailableException;

/** Records callers that were turned away, a flood of them summed up. */
public final class Rejections {
    private final AuditJournal journal;
    private final Flood flood;

    public Rejections(AuditJournal journal, Clocks clocks) {
        this.journal = journal;
        this.flood = new Flood(clocks);
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
