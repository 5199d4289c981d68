package dev.gatehouse.audit.spool;

import dev.gatehouse.audit.segment.Content;
import dev.gatehouse.audit.segment.RecordKind;
import dev.gatehouse.audit.segment.SegmentHeader;
import dev.gatehouse.core.audit.CrashPoint;
import dev.gatehouse.core.call.Clocks;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings records into segments, many with one write and one sync, and tells those who wait. When a write or sync fails it
 * gives the segment up, never touches it again, and writes everything since the last good sync to the next one; when that
 * fails too, nothing is recorded until {@link #resumeWhenDue} can begin a segment. Belongs to the writer thread.
 */
final class Committer {
    /** How long the next segment may be in the making before changing to it counts as failed. */
    private static final Duration NEXT_SEGMENT_WAIT_MAX = Duration.ofSeconds(5);

    /** The same when a disk has just failed: whoever waits shall hear of it soon. */
    private static final Duration OTHER_SEGMENT_WAIT_MAX = Duration.ofMillis(200);

    private static final Duration RETRY_MIN = Duration.ofMillis(250);
    private static final Duration RETRY_MAX = Duration.ofSeconds(4);

    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

    private final SegmentStore store;
    private final Tail tail;
    private final OpenCalls open;
    private final Unsealed unsealed;
    private final int openCallsMax;
    private final Clocks clocks;
    private final FsyncObserver observer;

    /** Put into the tail and not yet known to be durable, in order; the first {@code told} know they are written. */
    private final List<PendingRecord> unsynced = new ArrayList<>();

    private int told;
    private boolean syncNeeded;
    private Duration retry = RETRY_MIN;
    private long retryAtNanos;
    private volatile @Nullable String failure;
    private volatile DurablePoint durable;
    private volatile long lastSyncNanos;

    Committer(
            SegmentStore store,
            Tail tail,
            OpenCalls open,
            Unsealed unsealed,
            SpoolSettings settings,
            Clocks clocks,
            FsyncObserver observer) {
        this.openCallsMax = settings.openCallsMax();
        this.store = store;
        this.tail = tail;
        this.open = open;
        this.unsealed = unsealed;
        this.clocks = clocks;
        this.observer = observer;
        this.durable = tail.durable();
    }

    /** Why nothing can be recorded; null when it can. Any thread may ask. */
    @Nullable
    String failure() {
        return failure;
    }

    /** Any thread may ask. */
    DurablePoint durable() {
        return durable;
    }

    /** Any thread may ask. */
    long lastSyncNanos() {
        return lastSyncNanos;
    }

    long epoch() {
        return tail.last().epoch();
    }

    /** Puts a record into the tail, making room as needed; false when it was refused instead. */
    boolean stage(PendingRecord record) {
        makeRoom(record.bytes());
        String why = failure;
        if (why == null && record.isIntent() && open.count() >= openCallsMax) {
            why = openCallsMax + " calls are open, more than a segment of the audit spool could name";
        }
        if (why != null) {
            record.fail(why);
            return false;
        }
        tail.append(record.content);
        open.note(record.closes, record.opens);
        unsynced.add(record);
        syncNeeded |= record.needsSync();
        return true;
    }

    /** Somebody waits for the durability of a record in the tail. */
    boolean isSyncNeeded() {
        for (int i = 0; i < unsynced.size() && !syncNeeded; i++) {
            syncNeeded = unsynced.get(i).needsSync();
        }
        return syncNeeded;
    }

    /** Writes what is in the tail, and syncs it when told to. */
    void commit(boolean sync) {
        if (failure != null) {
            return;
        }
        try {
            write();
            if (sync) {
                sync();
            }
        } catch (IOException e) {
            giveUpSegment(e);
        }
    }

    /** Goes on in a new segment and epoch, which begins with this record. */
    void beginEpoch(long epoch, byte[] epochStart) {
        commit(true);
        if (failure != null) {
            return;
        }
        try {
            tail.beginEpoch(epoch);
            moveOn();
        } catch (IOException e) {
            fail("audit spool cannot begin a segment: " + e.getMessage());
        }
        tail.append(Content.of(RecordKind.EPOCH, epochStart));
        syncNeeded = true;
    }

    /** After a failure: tries to begin a segment, ever more rarely. */
    void resumeWhenDue() {
        if (clocks.nanoTime() - retryAtNanos < 0) {
            return;
        }
        try {
            moveOn(Duration.ZERO);
            failure = null;
            retry = RETRY_MIN;
            LOG.info("the audit spool records again, in {}", tail.segment().path());
        } catch (IOException e) {
            LOG.warn("the audit spool still cannot begin a segment: {}", e.getMessage());
            retry = retry.multipliedBy(2).compareTo(RETRY_MAX) < 0 ? retry.multipliedBy(2) : RETRY_MAX;
            retryAtNanos = clocks.nanoTime() + retry.toNanos();
        }
    }

    /** Nothing can be recorded: whoever waits is told. What is in the tail stays there, to be written later. */
    void fail(String why) {
        LOG.error("{}", why);
        failure = why;
        retryAtNanos = clocks.nanoTime() + retry.toNanos();
        unsynced.forEach(record -> record.fail(why));
        forgetUnsynced();
    }

    void close() {
        try {
            tail.segment().file().close();
        } catch (IOException e) {
            LOG.warn("{} was not closed", tail.segment().path(), e);
        }
    }

    private void makeRoom(int bytes) {
        if (failure == null && !tail.fitsSegment(bytes)) {
            roll();
        }
        if (failure == null && (!tail.fitsBuffer(bytes) || unsynced.size() >= Inbox.RECORDS_MAX)) {
            commit(true);
        }
    }

    private void write() throws IOException {
        reached(CrashPoint.BEFORE_INTENT_WRITE, CrashPoint.BEFORE_OUTCOME_WRITE);
        tail.write();
        reached(CrashPoint.AFTER_INTENT_WRITE, CrashPoint.AFTER_OUTCOME_WRITE);
        while (told < unsynced.size()) {
            unsynced.get(told++).written();
        }
    }

    private void sync() throws IOException {
        if (tail.last().equals(durable.position())) {
            return;
        }
        CrashPoint.BEFORE_SYNC.reached();
        long began = clocks.nanoTime();
        int records = tail.sync();
        lastSyncNanos = clocks.nanoTime() - began;
        CrashPoint.AFTER_SYNC.reached();
        observer.synced(lastSyncNanos, records);
        allDurable();
    }

    private void allDurable() {
        durable = tail.durable();
        // First, so that whoever was told and closes the spool has it sealed.
        unsealed.durable(tail.takeLeaves());
        unsynced.forEach(PendingRecord::durable);
        forgetUnsynced();
    }

    private void forgetUnsynced() {
        unsynced.clear();
        told = 0;
        syncNeeded = false;
    }

    /** Everything in the old segment is durable before anything in the new one is told so. */
    private void roll() {
        commit(true);
        if (failure == null) {
            CrashPoint.AT_SEGMENT_ROLL.reached();
            try {
                moveOn();
            } catch (IOException e) {
                fail("audit spool cannot begin a segment: " + e.getMessage());
            }
        }
    }

    private void moveOn() throws IOException {
        tail.segment().file().close();
        moveOn(NEXT_SEGMENT_WAIT_MAX);
    }

    private void moveOn(Duration wait) throws IOException {
        ActiveSegment next = store.take(wait);
        SegmentHeader header;
        try {
            header = tail.moveTo(next, open.all(), unsealed.durablySealed());
        } catch (IOException e) {
            store.discard(next);
            throw e;
        }
        store.started(next, header);
        allDurable();
    }

    private void giveUpSegment(IOException cause) {
        LOG.error("audit segment {} failed and is given up", tail.segment().path(), cause);
        store.giveUp(tail.segment().number());
        close();
        try {
            moveOn(OTHER_SEGMENT_WAIT_MAX);
        } catch (IOException e) {
            fail("audit spool failed: " + cause.getMessage() + ", and no other segment could be begun: "
                    + e.getMessage() + "; check the disk under "
                    + tail.segment().path().getParent());
        }
    }

    private void reached(CrashPoint withIntent, CrashPoint withOutcome) {
        for (int i = told; i < unsynced.size(); i++) {
            if (unsynced.get(i).isIntent()) {
                withIntent.reached();
            } else if (unsynced.get(i).isOutcome()) {
                withOutcome.reached();
            }
        }
    }
}
