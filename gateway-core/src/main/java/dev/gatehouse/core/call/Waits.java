package dev.gatehouse.core.call;

import dev.gatehouse.core.policy.Deadline;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Waits with a limit for the price of waits without one. A virtual thread that parks for a time sets and cancels a timer
 * on another thread, which cost more CPU than anything else in a call; here threads park without a limit, and one thread
 * wakes those whose time is up. A wait may end {@link #LATE_MAX_MILLIS} late.
 */
public final class Waits implements AutoCloseable {
    public static final long LATE_MAX_MILLIS = 50;

    private record Waiter(Thread thread, Deadline until) {
        /** By the thread's number: a new object's own hash is dear, and each call has a new thread. */
        @Override
        public int hashCode() {
            return Long.hashCode(thread.threadId());
        }
    }

    private final LongSupplier nanoTime;
    private final Set<Waiter> waiting = ConcurrentHashMap.newKeySet();
    private final Thread watch;
    private volatile boolean closed;

    private Waits(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.watch = Thread.ofPlatform().daemon().name("gatehouse-waits").unstarted(this::run);
    }

    /** @param nanoTime the clock that deadlines are made with */
    public static Waits start(LongSupplier nanoTime) {
        Waits waits = new Waits(nanoTime);
        waits.watch.start();
        return waits;
    }

    public long nanoTime() {
        return nanoTime.getAsLong();
    }

    /**
     * Waits for the condition; whoever makes it true unparks this thread. False when the time is up first.
     *
     * @throws InterruptedException when interrupted before or while it waits
     */
    public boolean await(BooleanSupplier condition, Deadline until) throws InterruptedException {
        if (condition.getAsBoolean()) {
            return true;
        }
        Waiter waiter = new Waiter(Thread.currentThread(), until);
        waiting.add(waiter);
        try {
            while (!condition.getAsBoolean()) {
                if (until.isOver(nanoTime())) {
                    return false;
                }
                park(until);
            }
            return true;
        } finally {
            waiting.remove(waiter);
        }
    }

    /** Later waits set timers of their own. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(watch);
    }

    private void park(Deadline until) throws InterruptedException {
        if (closed) {
            LockSupport.parkNanos(this, until.remaining(nanoTime()).toNanos());
        } else {
            LockSupport.park(this);
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(this, LATE_MAX_MILLIS * 1_000_000);
            wakeWhoseTimeIsUp();
        }
        waiting.forEach(waiter -> LockSupport.unpark(waiter.thread()));
    }

    private void wakeWhoseTimeIsUp() {
        long now = nanoTime();
        for (Waiter waiter : waiting) {
            if (waiter.until().isOver(now)) {
                LockSupport.unpark(waiter.thread());
            }
        }
    }
}
