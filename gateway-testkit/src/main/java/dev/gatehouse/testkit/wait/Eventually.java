package dev.gatehouse.testkit.wait;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits for what another thread or process is about to make true. The limit is far beyond what a slow machine needs: only a
 * test that fails waits that long.
 */
public final class Eventually {
    public static final Duration WAIT_MAX = Duration.ofSeconds(60);
    private static final long PAUSE_FIRST_NANOS = 1_000_000;
    private static final long PAUSE_MAX_NANOS = 50_000_000;
    private static final long STEADY_PERIOD_NANOS = 100_000_000;
    private static final int STEADY_PERIODS = 10;

    private Eventually() {}

    /** What is awaited, as an assertion, so that a failure says what was seen instead. */
    @FunctionalInterface
    public interface Check {
        void run() throws Exception;
    }

    /** What is awaited, when an assertion could say no more than true or false. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws Exception;
    }

    /** Until the check passes. An exception that is no failed assertion is not waited out. */
    public static void eventually(Check check) {
        long deadline = System.nanoTime() + WAIT_MAX.toNanos();
        for (long pause = PAUSE_FIRST_NANOS; ; pause = Math.min(2 * pause, PAUSE_MAX_NANOS)) {
            try {
                run(check);
                return;
            } catch (AssertionError seen) {
                if (System.nanoTime() - deadline > 0) {
                    throw new AssertionError("not within " + WAIT_MAX.toSeconds() + " s: " + seen.getMessage(), seen);
                }
            }
            LockSupport.parkNanos(pause);
        }
    }

    public static void until(String what, Condition condition) {
        eventually(() -> {
            if (!condition.holds()) {
                throw new AssertionError(what);
            }
        });
    }

    /** Until the condition holds for a second on end. */
    public static void steady(String what, Condition condition) {
        int[] periods = {0};
        until(what, () -> {
            LockSupport.parkNanos(STEADY_PERIOD_NANOS);
            periods[0] = condition.holds() ? periods[0] + 1 : 0;
            return periods[0] == STEADY_PERIODS;
        });
    }

    public static void await(String what, CountDownLatch latch) {
        run(() -> {
            if (!latch.await(WAIT_MAX.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new AssertionError("not within " + WAIT_MAX.toSeconds() + " s: " + what);
            }
        });
    }

    private static void run(Check check) {
        try {
            check.run();
        } catch (RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", e);
        } catch (Exception e) {
            throw new IllegalStateException("the check itself failed", e);
        }
    }
}
