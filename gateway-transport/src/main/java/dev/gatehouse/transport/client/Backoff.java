package dev.gatehouse.transport.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * How long to wait before the next attempt: full jitter over a doubling span, and a longer rest after too many failures
 * within {@link #WINDOW}; the attempt after the rest is the probe. Used by one thread.
 */
final class Backoff {
    static final Duration WINDOW = Duration.ofMinutes(10);
    private static final long FIRST_MILLIS = 1_000;
    private static final long LEAST_MILLIS = 200;
    private static final int DOUBLINGS_MAX = 16;

    private final long longestMillis;
    private final int failuresMax;
    private final ArrayDeque<Long> failuresAt = new ArrayDeque<>();
    private int inARow;

    /** @param failuresMax within the window, before it rests until the first of them leaves it */
    Backoff(Duration longest, int failuresMax) {
        this.longestMillis = longest.toMillis();
        this.failuresMax = failuresMax;
    }

    /** An attempt held long enough to call it a success. */
    void reset() {
        inARow = 0;
    }

    /** Counts one failure and says how long to wait. */
    Duration failed(long nowNanos) {
        inARow++;
        failuresAt.add(nowNanos);
        forgetBefore(nowNanos - WINDOW.toNanos());
        return isResting() ? rest(nowNanos) : jitter();
    }

    /** Whether the last wait was a rest. */
    boolean isResting() {
        return failuresAt.size() >= failuresMax;
    }

    private Duration jitter() {
        long span = Math.min(longestMillis, FIRST_MILLIS << Math.min(inARow - 1, DOUBLINGS_MAX));
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(LEAST_MILLIS, span + 1));
    }

    private Duration rest(long nowNanos) {
        Long oldest = failuresAt.peekFirst();
        long end = (oldest == null ? nowNanos : oldest) + WINDOW.toNanos();
        return Duration.ofNanos(Math.max(TimeUnit.MILLISECONDS.toNanos(LEAST_MILLIS), end - nowNanos));
    }

    private void forgetBefore(long nanos) {
        while (!failuresAt.isEmpty() && (failuresAt.getFirst() - nanos < 0 || failuresAt.size() > failuresMax)) {
            failuresAt.removeFirst();
        }
    }
}
