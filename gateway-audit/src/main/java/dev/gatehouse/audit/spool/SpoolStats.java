package dev.gatehouse.audit.spool;

import dev.gatehouse.audit.event.EpochNanos;
import dev.gatehouse.core.call.Clocks;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** The spool in figures, always current; any thread may ask. */
public final class SpoolStats {
    private final Inbox inbox;
    private final Committer committer;
    private final SegmentStore store;
    private final ShipProgress progress;
    private final Sealer sealer;
    private final Clocks clocks;
    private final LongAdder refused = new LongAdder();

    SpoolStats(Inbox inbox, Committer committer, SegmentStore store, ShipProgress progress, Sealer sealer, Clocks clocks) {
        this.inbox = inbox;
        this.committer = committer;
        this.store = store;
        this.progress = progress;
        this.sealer = sealer;
        this.clocks = clocks;
    }

    /** Records that wait for the writer. */
    public int depth() {
        return inbox.depth();
    }

    /** How long the last sync took. */
    public long lastSyncNanos() {
        return committer.lastSyncNanos();
    }

    /** False while new calls are refused because they could not be recorded. */
    public boolean isAccepting() {
        return committer.failure() == null && store.refusal() == null;
    }

    /** Events that were not taken in since the start. */
    public long refused() {
        return refused.sum();
    }

    /** Records that are durable here and not yet known to be in the database. */
    public long unshippedRecords() {
        return store.backlog().records(progress.arrived(), committer.durable().position());
    }

    /** Size of the files that hold such records. */
    public long unshippedBytes() {
        return store.backlog().bytes();
    }

    /** Age of the oldest record that waits to be shipped. */
    public double shipLagSeconds() {
        return progress.lagNanos(EpochNanos.of(clocks.now()))
                / (double) Duration.ofSeconds(1).toNanos();
    }

    /** Age of the oldest durable record that no durable block covers: about a second at most in health. */
    public double sealLagSeconds() {
        return sealer.lagNanos() / (double) Duration.ofSeconds(1).toNanos();
    }

    /** False when a bug ended the sealer. */
    public boolean isSealing() {
        return sealer.isAlive();
    }

    void countRefused() {
        refused.increment();
    }
}
