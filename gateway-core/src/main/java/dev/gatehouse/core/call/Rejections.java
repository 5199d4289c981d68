package dev.gatehouse.core.call;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.audit.AuditUnavailableException;

/**
 * Records callers that were turned away, one by one up to a rate, then summed with an exact count: a flood of bad
 * tokens can neither hide nor fill the trail.
 */
public final class Rejections {
    /** Single records per second before summing begins. */
    static final int SINGLE_PER_SECOND_MAX = 100;

    private static final long SECOND_NANOS = 1_000_000_000L;

    private final AuditJournal journal;
    private final Clocks clocks;
    private long windowStart;
    private int inWindow;
    private long summed;

    public Rejections(AuditJournal journal, Clocks clocks) {
        this.journal = journal;
        this.clocks = clocks;
        this.windowStart = clocks.nanoTime();
    }

    /** Nobody was let in, so a journal that cannot take the event changes nothing for the caller; the count is kept. */
    void record(AuditEvent.CallRejected event) {
        long count = admit();
        if (count == 0) {
            return;
        }
        try {
            var _ = journal.append(
                    new AuditEvent.CallRejected(event.at(), event.server(), event.peer(), event.reason(), count));
        } catch (AuditUnavailableException e) {
            addBack(count);
        }
    }

    /** How many rejections the record to be written stands for; 0 when this one is only counted. */
    private synchronized long admit() {
        long now = clocks.nanoTime();
        if (now - windowStart >= SECOND_NANOS) {
            windowStart = now;
            inWindow = 0;
        }
        summed++;
        if (inWindow >= SINGLE_PER_SECOND_MAX) {
            return 0;
        }
        inWindow++;
        long count = summed;
        summed = 0;
        return count;
    }

    private synchronized void addBack(long count) {
        summed += count;
    }
}
