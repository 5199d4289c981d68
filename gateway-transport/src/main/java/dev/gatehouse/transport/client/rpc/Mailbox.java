package dev.gatehouse.transport.client.rpc;

import dev.gatehouse.core.call.Waits;
import dev.gatehouse.core.policy.Deadline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What has come for one call and was not pulled yet. Any thread puts, one takes. The first ending wins and stays: what
 * came before it is taken first, after it every take yields it again.
 */
public final class Mailbox<T> {
    public static final int ITEMS_MAX = 32;
    public static final int BYTES_MAX = 1 << 20;

    private record Item<T>(T value, int bytes) {}

    private final Waits waits;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Item<T>> items = new ArrayDeque<>();
    private int bytes;
    private @Nullable T ending;
    private @Nullable Thread taker;

    public Mailbox(Waits waits) {
        this.waits = waits;
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
            LockSupport.unpark(taker);
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

    /** Of the items that were not taken yet. */
    public int bytes() {
        lock.lock();
        try {
            return bytes;
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
            LockSupport.unpark(taker);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The next item, or the ending; empty at the deadline. */
    public Optional<T> take(Deadline deadline) throws InterruptedException {
        return waits.await(this::isReadyToTake, deadline) ? taken() : Optional.empty();
    }

    /** The next item when it is a wanted one and comes within the time; whatever else comes is left where it is. */
    public Optional<T> takeIf(Predicate<T> wanted, Duration time) throws InterruptedException {
        boolean _ = waits.await(this::isReadyToTake, Deadline.in(time, waits.nanoTime()));
        lock.lock();
        try {
            Item<T> item = items.peek();
            return item != null && wanted.test(item.value()) ? taken() : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private boolean isReadyToTake() {
        lock.lock();
        try {
            taker = Thread.currentThread();
            return ending != null || !items.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private Optional<T> taken() {
        lock.lock();
        try {
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
