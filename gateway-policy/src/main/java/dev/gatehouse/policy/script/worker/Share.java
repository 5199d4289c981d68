package dev.gatehouse.policy.script.worker;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * What one script may take of the workers: never all of them, and after it has cost some, none for a while. So nobody's script
 * keeps the scripts of others from being asked.
 */
final class Share {
    /** One loss may be bad luck: a worker ended from outside, a payload of a size that never comes again. */
    private static final int LOSSES_FREE = 1;

    /** How long a loss counts. */
    private static final long FORGOTTEN_NANOS = TimeUnit.MINUTES.toNanos(5);

    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int DOUBLINGS_MAX = 5;
    private static final int WAITING_MAX = 64;

    private final int atOnce;
    private final LongSupplier nanos;
    private final Semaphore turns;
    private final AtomicInteger waiting = new AtomicInteger();
    private int losses;
    private long lastLossNanos;

    /** @param workers of all; it may have one less, and one of one */
    Share(int workers, LongSupplier nanos) {
        this.atOnce = Math.max(1, workers - 1);
        this.nanos = nanos;
        this.turns = new Semaphore(atOnce, true);
    }

    /** Waits for its turn, with at most 64 others. */
    boolean take(Duration within) throws InterruptedException {
        try {
            return waiting.incrementAndGet() <= WAITING_MAX && turns.tryAcquire(within.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            waiting.decrementAndGet();
        }
    }

    void giveBack() {
        turns.release();
    }

    /** It ran in a worker that was lost. */
    synchronized void lost() {
        long now = nanos.getAsLong();
        losses = now - lastLossNanos < FORGOTTEN_NANOS ? losses + 1 : 1;
        lastLossNanos = now;
    }

    /** Whether it may not be asked, because it cost workers: 2 s after the second one, then twice as long each time, at most 64 s. */
    synchronized boolean isPaused() {
        int doublings = Math.min(losses - LOSSES_FREE - 1, DOUBLINGS_MAX);
        return doublings >= 0 && nanos.getAsLong() - lastLossNanos < PAUSE_NANOS << doublings;
    }

    /** Whether nothing would be forgotten with it. */
    synchronized boolean isIdle() {
        return turns.availablePermits() == atOnce
                && (losses == 0 || nanos.getAsLong() - lastLossNanos >= FORGOTTEN_NANOS);
    }
}
