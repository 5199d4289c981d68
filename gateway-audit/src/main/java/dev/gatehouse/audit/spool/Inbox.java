package dev.gatehouse.audit.spool;

import dev.gatehouse.core.audit.AuditUnavailableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The bounded queue before the writer. Full means refused at once, never waiting. What is owed has as much room again:
 * what was let in must be able to end and to be sealed, also when the disk is too slow for anything new.
 */
final class Inbox {
    static final int RECORDS_MAX = 4_096;
    static final long BYTES_MAX = 64L << 20;
    private static final int OWED_SHARE = 2;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private ArrayDeque<PendingRecord> queue = new ArrayDeque<>();
    private long bytes;
    private boolean nudged;
    private boolean closed;

    void offer(PendingRecord record) throws AuditUnavailableException {
        int share = record.isOwed() ? OWED_SHARE : 1;
        lock.lock();
        try {
            if (closed) {
                throw new AuditUnavailableException("the audit spool is closing");
            }
            if (queue.size() >= share * RECORDS_MAX || bytes + record.bytes() > share * BYTES_MAX) {
                throw new AuditUnavailableException("the audit spool's queue is full (" + queue.size() + " records, "
                        + bytes + " bytes): its disk cannot keep up");
            }
            queue.add(record);
            bytes += record.bytes();
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /** All that waits, in order; nothing after a nudge, a close, or this long without a record. */
    Collection<PendingRecord> take(Duration wait) throws InterruptedException {
        lock.lock();
        try {
            long left = wait.toNanos();
            while (queue.isEmpty() && !nudged && !closed && left > 0) {
                left = filled.awaitNanos(left);
            }
            nudged = false;
            ArrayDeque<PendingRecord> taken = queue;
            queue = new ArrayDeque<>();
            bytes = 0;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    void nudge() {
        lock.lock();
        try {
            nudged = true;
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more; what is inside can still be taken out. */
    void close() {
        lock.lock();
        try {
            closed = true;
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    boolean isDone() {
        lock.lock();
        try {
            return closed && queue.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    int depth() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }
}
