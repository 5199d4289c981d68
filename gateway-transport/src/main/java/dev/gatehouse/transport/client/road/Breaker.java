package dev.gatehouse.transport.client.road;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Stops knocking at a door that stays shut: after some failures in a row one attempt passes each few seconds. */
final class Breaker {
    static final int FAILURES_MAX = 5;
    static final long PROBE_EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Runnable opened;
    private final LongSupplier nanoTime;
    private int failures;
    private long lastAttemptNanos;

    /** @param opened run each time it opens */
    Breaker(Runnable opened, LongSupplier nanoTime) {
        this.opened = opened;
        this.nanoTime = nanoTime;
    }

    /** Whether an attempt may be made now. */
    synchronized boolean admits() {
        long now = nanoTime.getAsLong();
        if (failures >= FAILURES_MAX && now - lastAttemptNanos < PROBE_EVERY_NANOS) {
            return false;
        }
        lastAttemptNanos = now;
        return true;
    }

    synchronized boolean isOpen() {
        return failures >= FAILURES_MAX;
    }

    void failed() {
        if (countsToTheLimit()) {
            opened.run();
        }
    }

    private synchronized boolean countsToTheLimit() {
        return ++failures == FAILURES_MAX;
    }

    synchronized void succeeded() {
        failures = 0;
    }
}
