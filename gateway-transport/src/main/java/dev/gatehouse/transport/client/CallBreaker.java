package dev.gatehouse.transport.client;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Spares callers the wait for an upstream that keeps failing them: after {@value #IN_A_ROW_MAX} failures in a row, or
 * when half of at least {@value #CALLS_MIN} calls of the last {@value #WINDOW_SECONDS} s failed, calls end at once. One
 * is let through each {@value #PROBE_EVERY_SECONDS} s; the first of those that succeeds ends it.
 */
final class CallBreaker {
    static final int IN_A_ROW_MAX = 5;
    static final int CALLS_MIN = 20;
    static final int WINDOW_SECONDS = 10;
    static final int PROBE_EVERY_SECONDS = 5;

    /** Told of each change, on the thread of a call, outside any lock. */
    @FunctionalInterface
    interface Watch {
        /** @param why the failure that opened it; empty when it closed */
        void changed(boolean open, String why);
    }

    /** Leave for one call. Calls let through before the last change say nothing of the upstream since. */
    record Leave(long era) {}

    enum Result {
        SUCCEEDED,
        FAILED,
        /** It ended for reasons of the caller's or the gateway's own. */
        NEITHER
    }

    private final LongSupplier nanoTime;
    private final Watch watch;
    private final int[] calls = new int[WINDOW_SECONDS];
    private final int[] failures = new int[WINDOW_SECONDS];
    private long second;
    private int inARow;
    private long era;
    private boolean open;
    private String why = "";
    private long lastProbeNanos;

    CallBreaker(LongSupplier nanoTime, Watch watch) {
        this.nanoTime = nanoTime;
        this.watch = watch;
        this.second = TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong());
    }

    /** Empty while calls end at once. */
    synchronized Optional<Leave> admit() {
        if (open) {
            long now = nanoTime.getAsLong();
            if (now - lastProbeNanos < TimeUnit.SECONDS.toNanos(PROBE_EVERY_SECONDS)) {
                return Optional.empty();
            }
            lastProbeNanos = now;
        }
        return Optional.of(new Leave(era));
    }

    /** To be called once per leave. */
    void ended(Leave leave, Result result, String detail) {
        if (result != Result.NEITHER && counted(leave, result == Result.FAILED, detail)) {
            watch.changed(result == Result.FAILED, result == Result.FAILED ? detail : "");
        }
    }

    /** Forgets what was: a new conversation is a new start. */
    void reset() {
        if (closedByReset()) {
            watch.changed(false, "");
        }
    }

    private synchronized boolean closedByReset() {
        boolean wasOpen = open;
        turn(false, "");
        return wasOpen;
    }

    /** What made it open; empty while it is closed. */
    synchronized Optional<String> openBecause() {
        return open ? Optional.of(why) : Optional.empty();
    }

    /** Whether this opened or closed it. */
    private synchronized boolean counted(Leave leave, boolean failed, String detail) {
        if (leave.era() != era) {
            return false;
        }
        if (open) {
            if (!failed) {
                turn(false, "");
            }
            return !failed;
        }
        count(failed);
        if (failed && (inARow >= IN_A_ROW_MAX || isHalfFailing())) {
            turn(true, detail);
        }
        return open;
    }

    private void turn(boolean nowOpen, String detail) {
        era++;
        open = nowOpen;
        why = detail;
        inARow = 0;
        Arrays.fill(calls, 0);
        Arrays.fill(failures, 0);
        lastProbeNanos = nanoTime.getAsLong();
    }

    private void count(boolean failed) {
        long now = TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong());
        for (long past = Math.max(second + 1, now - WINDOW_SECONDS + 1); past <= now; past++) {
            calls[slot(past)] = 0;
            failures[slot(past)] = 0;
        }
        second = now;
        inARow = failed ? inARow + 1 : 0;
        calls[slot(now)]++;
        failures[slot(now)] += failed ? 1 : 0;
    }

    private boolean isHalfFailing() {
        int all = Arrays.stream(calls).sum();
        return all >= CALLS_MIN && 2 * Arrays.stream(failures).sum() >= all;
    }

    private static int slot(long second) {
        return Math.floorMod(second, WINDOW_SECONDS);
    }
}
