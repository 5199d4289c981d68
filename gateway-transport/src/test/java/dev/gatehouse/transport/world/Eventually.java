package dev.gatehouse.transport.world;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread is about to make true. */
public final class Eventually {
    private static final long MAX_NANOS = 10_000_000_000L;

    private Eventually() {}

    public static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + MAX_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not within 10 s");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Until the condition holds for a second on end. */
    public static void steady(BooleanSupplier condition) {
        long deadline = System.nanoTime() + 6 * MAX_NANOS;
        for (int steady = 0; steady < 10; steady = condition.getAsBoolean() ? steady + 1 : 0) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not steady within 60 s");
            }
            LockSupport.parkNanos(100_000_000);
        }
    }
}
