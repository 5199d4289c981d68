package dev.gatehouse.audit.spool;

import dev.gatehouse.audit.proof.BlockHeader;
import dev.gatehouse.audit.proof.Leaf;
import dev.gatehouse.audit.proof.SealedBlock;
import dev.gatehouse.audit.segment.RecordKind;
import dev.gatehouse.audit.segment.SealPoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    private List<Leaf> leaves;
    private SealPoint sealed;
    private @Nullable SealedBlock underWay;
    private boolean refused;
    private boolean closed;

    /** @param leaves of the run before, that no block covers */
    Unsealed(SealPoint sealed, List<Leaf> leaves) {
        this.sealed = sealed;
        this.leaves = new ArrayList<>(leaves);
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

    /** These records are durable, in this order. */
    void durable(List<Leaf> more) {
        lock.lock();
        try {
            leaves.addAll(more);
            // Not signalled for each sync: the sealer looks often enough by itself.
            boolean signal = leaves.size() >= BlockHeader.RECORDS_MAX;
            SealedBlock block = underWay;
            if (block != null && more.stream().anyMatch(leaf -> leaf.kind() == RecordKind.BLOCK)) {
                sealed = new SealPoint(block.digest(), block.header().last());
                underWay = null;
                signal = true;
            }
            if (signal) {
                changed.signalAll();
            }
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

    /** All leaves there are, after this long, or as soon as they fill a block. */
    List<Leaf> take(Duration wait) throws InterruptedException {
        lock.lock();
        try {
            long left = wait.toNanos();
            while (leaves.size() < BlockHeader.RECORDS_MAX && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            List<Leaf> taken = leaves;
            leaves = new ArrayList<>(taken.size());
            return taken;
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
