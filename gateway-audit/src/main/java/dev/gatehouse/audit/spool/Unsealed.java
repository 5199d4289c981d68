package dev.gatehouse.audit.spool;

import dev.gatehouse.audit.proof.Leaf;
import dev.gatehouse.audit.proof.SealedBlock;
import dev.gatehouse.audit.segment.RecordKind;
import dev.gatehouse.audit.segment.SealPoint;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Leaves on their way from the writer to the sealer, and word of the block that the sealer gave the writer. One block is
 * under way at a time. Thread-safe.
 */
final class Unsealed {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<Leaf> leaves;
    private SealPoint sealed;
    private @Nullable SealedBlock underWay;
    private boolean refused;
    private boolean closed;

    /** @param leaves of the run before, that no block covers */
    Unsealed(SealPoint sealed, List<Leaf> leaves) {
        this.sealed = sealed;
        this.leaves = new ArrayDeque<>(leaves);
    }

    /** How far blocks that are durable reach. */
    SealPoint durablySealed() {
        lock.lock();
        try {
            return sealed;
        } finally {
            lock.unlock();
        }
    }

    /** How many records wait for a block. */
    int count() {
        lock.lock();
        try {
            return leaves.size();
        } finally {
            lock.unlock();
        }
    }

    /** These records are durable, in this order. */
    void durable(List<Leaf> more) {
        lock.lock();
        try {
            leaves.addAll(more);
            SealedBlock block = underWay;
            if (block != null && more.stream().anyMatch(leaf -> leaf.kind() == RecordKind.BLOCK)) {
                sealed = new SealPoint(block.digest(), block.header().last());
                underWay = null;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A block is about to be given to the writer. */
    void submitted(SealedBlock block) {
        lock.lock();
        try {
            underWay = block;
            refused = false;
        } finally {
            lock.unlock();
        }
    }

    /** The writer did not take the block: it stands nowhere. */
    void refused() {
        lock.lock();
        try {
            refused = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the block under way is durable; false when it was refused, and has to be given again. */
    boolean awaitDurable() throws InterruptedException {
        lock.lock();
        try {
            while (underWay != null && !refused) {
                changed.await();
            }
            return underWay == null;
        } finally {
            lock.unlock();
        }
    }

    /** The next leaf; null when there is none in time, or there will be none. */
    @Nullable
    Leaf take(Duration wait) throws InterruptedException {
        lock.lock();
        try {
            long left = wait.toNanos();
            while (leaves.isEmpty() && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            return leaves.poll();
        } finally {
            lock.unlock();
        }
    }

    /** Nobody waits for leaves any more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }
}
