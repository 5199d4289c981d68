package dev.gatehouse.transport.client.rpc;

import dev.gatehouse.core.policy.Deadline;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What has come for one call and was not pulled yet. Any thread puts, one takes. The first ending wins and stays: what
 * came before it is taken first, after it every take yields it again.
 */
public final class Mailbox<T> {
    public static final int ITEMS_MAX = 32;
    public static final int BYTES_MAX = 1 << 20;

    private record Item<T>(T value, int bytes) {}

    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrival = lock.newCondition();
    private final ArrayDeque<Item<T>> items = new ArrayDeque<>();
    private int bytes;
    private @Nullable T ending;

    /** @param nanoTime the clock that deadlines were made with */
    public Mailbox(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Puts one item, even when full: who fills a mailbox stops reading until {@link #hasRoom}. Nothing after the ending. */
    public boolean put(T value, int size) {
        lock.lock();
        try {
            if (ending != null) {
                return false;
            }
            items.add(new Item<>(value, size));
            bytes += size;
            arrival.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    public boolean hasRoom() {
        lock.lock();
        try {
            return items.size() < ITEMS_MAX && bytes < BYTES_MAX;
        } finally {
            lock.unlock();
        }
    }

    /** Whether this ending was the first. */
    public boolean end(T value) {
        lock.lock();
        try {
            if (ending != null) {
                return false;
            }
            ending = value;
            arrival.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The next item, or the ending; empty at the deadline. */
    public Optional<T> take(Deadline deadline) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (items.isEmpty() && ending == null) {
                long left = deadline.nanoTime() - nanoTime.getAsLong();
                if (left <= 0) {
                    return Optional.empty();
                }
                var _ = arrival.awaitNanos(left);
            }
            Item<T> item = items.poll();
            if (item == null) {
                return Optional.ofNullable(ending);
            }
            bytes -= item.bytes();
            return Optional.of(item.value());
        } finally {
            lock.unlock();
        }
    }
}
