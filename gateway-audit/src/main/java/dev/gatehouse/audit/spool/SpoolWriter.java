package dev.gatehouse.audit.spool;

import dev.gatehouse.audit.segment.EpochStart;
import dev.gatehouse.audit.segment.OpenCall;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.call.Waits;
import dev.gatehouse.core.policy.CallId;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that writes: takes whatever waits, commits it together, and sees to it that every call is closed. */
final class SpoolWriter implements Runnable, PendingRecord.Spool {
    /** After this long without a record, intents that nobody waits for are synced too. */
    private static final Duration IDLE_SYNC = Duration.ofMillis(200);

    /** When so many came at once, many calls are under way, and one sync can serve more of them. */
    static final int BUSY_RECORDS = 8;

    /** It then waits before it takes what has come, so that a busy disk syncs a quarter of the time. */
    static final int WAITS_PER_SYNC = 3;

    static final Duration GATHER_MAX = Duration.ofMillis(1);

    private static final Logger LOG = LoggerFactory.getLogger(SpoolWriter.class);

    private final String gateway;
    private final Inbox inbox;
    private final Committer committer;
    private final OpenCalls open;
    private final Unsealed unsealed;
    private final Waits waits;
    private final Clocks clocks;
    private final ClockWatch clockWatch;
    private final Function<AuditEvent, PendingRecord> pending;

    /** Calls that nothing more will come for. An intent precedes each, so there are never more of them than open calls. */
    private final Queue<OpenCall.Key> orphans = new ConcurrentLinkedQueue<>();

    private final AtomicLong epochWanted = new AtomicLong();
    private int lastBatchRecords;

    SpoolWriter(
            String gateway,
            Inbox inbox,
            Committer committer,
            LastRun lastRun,
            Waits waits,
            Clocks clocks,
            Sealing seal,
            SpoolSettings settings) {
        this.gateway = gateway;
        this.inbox = inbox;
        this.committer = committer;
        this.open = lastRun.open();
        this.unsealed = lastRun.unsealed();
        this.waits = waits;
        this.clocks = clocks;
        this.clockWatch = new ClockWatch(clocks);
        this.pending = event -> PendingRecord.of(event, seal, settings, this);
    }

    @Override
    public void syncSoon() {
        inbox.nudge();
    }

    @Override
    public void abandoned(OpenCall.Key call) {
        orphans.add(call);
    }

    @Override
    public Waits waits() {
        return waits;
    }

    /** Was not taken in: what it would have closed is still to be closed. */
    void refused(PendingRecord record) {
        record.closes.ifPresent(orphans::add);
        if (record.isBlock()) {
            unsealed.refused();
        }
    }

    /** Later records shall stand in an epoch after this one. */
    void beginEpochAfter(long epoch) {
        epochWanted.accumulateAndGet(epoch + 1, Math::max);
        inbox.nudge();
    }

    /** On the opener's thread, before any other use: the first segment of this run, and the end of what the last left. */
    void start(long epoch, EpochStart found) throws IOException {
        committer.beginEpoch(epoch, found.toHead());
        for (OpenCall call : open.all()) {
            stage(pending.apply(unknown(call, "the gateway stopped before the outcome was recorded")));
        }
        committer.commit(true);
        String failure = committer.failure();
        if (failure != null) {
            throw new IOException(failure);
        }
    }

    @Override
    public void run() {
        try {
            while (!inbox.isDone()) {
                gather();
                turn(inbox.take(IDLE_SYNC));
            }
            committer.commit(true);
        } catch (InterruptedException | RuntimeException e) {
            LOG.error("the audit spool's writer ended by a bug", e);
            inbox.close();
            committer.fail(
                    "the audit spool's writer ended by a bug; nothing is recorded or let in: restart the gateway");
        } finally {
            committer.close();
        }
    }

    private void gather() {
        long nanos = gatherNanos(lastBatchRecords, committer.lastSyncNanos());
        if (nanos > 0) {
            LockSupport.parkNanos(this, nanos);
        }
    }

    /** How long to wait for more records before the next sync; a lone caller is never made to wait. */
    static long gatherNanos(int lastBatchRecords, long lastSyncNanos) {
        return lastBatchRecords >= BUSY_RECORDS ? Math.min(WAITS_PER_SYNC * lastSyncNanos, GATHER_MAX.toNanos()) : 0;
    }

    private void turn(Collection<PendingRecord> batch) {
        lastBatchRecords = batch.size();
        if (committer.failure() != null) {
            committer.resumeWhenDue();
        }
        clockWatch.look().ifPresent(event -> stage(pending.apply(event)));
        for (PendingRecord record : batch) {
            if (!record.isFailed()) {
                stage(record);
            }
        }
        committer.commit(batch.isEmpty() || committer.isSyncNeeded());
        closeOrphans();
        changeEpochIfWanted();
    }

    private void stage(PendingRecord record) {
        if (!committer.stage(record)) {
            refused(record);
        }
    }

    /** Every intent gets its outcome, also when the true one could not be recorded. */
    private void closeOrphans() {
        OpenCall.Key key;
        while (committer.failure() == null && (key = orphans.poll()) != null) {
            open.find(key)
                    .map(call -> unknown(
                            call,
                            "no outcome was recorded: the audit spool could not take it, or the call was never sent"))
                    .ifPresent(event -> stage(pending.apply(event)));
        }
    }

    private void changeEpochIfWanted() {
        long wanted = epochWanted.getAndSet(0);
        if (wanted > committer.epoch()) {
            EpochStart start = new EpochStart(gateway, committer.durable().position(), 0, 0);
            committer.beginEpoch(wanted, start.toHead());
        }
    }

    private AuditEvent unknown(OpenCall call, String detail) {
        CallId id = new CallId(call.key().call());
        if (call.asked()) {
            return new AuditEvent.CallAbandoned(clocks.now(), id, call.key().round(), call.bundle(), "crash");
        }
        return new AuditEvent.CallCompleted(
                clocks.now(),
                id,
                call.key().round(),
                call.bundle(),
                AuditEvent.Outcome.UNKNOWN_CRASH,
                detail,
                Duration.ZERO,
                List.of(),
                Optional.empty());
    }
}
