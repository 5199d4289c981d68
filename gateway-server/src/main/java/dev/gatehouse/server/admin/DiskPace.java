package dev.gatehouse.server.admin;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How long the disk of the spool takes to sync, over the last {@value #WINDOW_SECONDS} s. Every answer waits for one: a
 * 99th percentile over 10 ms deserves a look, one over 100 ms for 10 s should keep traffic away until it is over.
 */
public final class DiskPace implements ReadyCheck {
    static final Duration SLOW_ABOVE = Duration.ofMillis(10);
    static final Duration UNFIT_ABOVE = Duration.ofMillis(100);
    static final Duration UNFIT_AFTER = Duration.ofSeconds(10);
    static final int WINDOW_SECONDS = 10;

    private static final long NEVER = Long.MIN_VALUE;

    private final LongSupplier nanoTime;
    private final int[] syncs = new int[WINDOW_SECONDS];
    private final int[] slow = new int[WINDOW_SECONDS];
    private final int[] unfit = new int[WINDOW_SECONDS];
    private long second;
    private long unfitSinceNanos = NEVER;

    public DiskPace(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.second = TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong());
    }

    /** Call once per sync. */
    public synchronized void took(long nanos) {
        long now = advance();
        int slot = Math.floorMod(second, WINDOW_SECONDS);
        syncs[slot]++;
        slow[slot] += nanos > SLOW_ABOVE.toNanos() ? 1 : 0;
        unfit[slot] += nanos > UNFIT_ABOVE.toNanos() ? 1 : 0;
        if (!isPercentileIn(unfit)) {
            unfitSinceNanos = NEVER;
        } else if (unfitSinceNanos == NEVER) {
            unfitSinceNanos = now;
        }
    }

    @Override
    public String name() {
        return "disk";
    }

    /** A disk that nobody used for as long as the window is ready: how it is now shows when it is used. */
    @Override
    public synchronized State state() {
        long now = advance();
        if (unfitSinceNanos != NEVER && now - unfitSinceNanos >= UNFIT_AFTER.toNanos()) {
            return State.notReady("the audit spool's disk is too slow: " + above(UNFIT_ABOVE));
        }
        return isPercentileIn(slow)
                ? State.degraded("the audit spool's disk is slow: " + above(SLOW_ABOVE))
                : State.READY;
    }

    private static String above(Duration limit) {
        return "99th percentile of fdatasync over " + limit.toMillis() + " ms";
    }

    /** Forgets what is older than the window. */
    private long advance() {
        long nanos = nanoTime.getAsLong();
        long now = TimeUnit.NANOSECONDS.toSeconds(nanos);
        for (long past = Math.max(second + 1, now - WINDOW_SECONDS + 1); past <= now; past++) {
            int slot = Math.floorMod(past, WINDOW_SECONDS);
            syncs[slot] = 0;
            slow[slot] = 0;
            unfit[slot] = 0;
        }
        second = now;
        if (!isPercentileIn(unfit)) {
            unfitSinceNanos = NEVER;
        }
        return nanos;
    }

    /** Whether more than one in a hundred of the window's syncs were so: then the 99th percentile is. */
    private boolean isPercentileIn(int[] counted) {
        return 100L * sum(counted) > sum(syncs);
    }

    private static long sum(int[] seconds) {
        long sum = 0;
        for (int second : seconds) {
            sum += second;
        }
        return sum;
    }
}
