package dev.gatehouse.transport.client.rpc;

import java.util.concurrent.TimeUnit;

/** Counts the messages an upstream writes that answer nothing. Counted by one thread, read by any. */
final class Chatter {
    static final int MESSAGES_PER_WINDOW_MAX = 20_000;
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);

    private long windowBegan = System.nanoTime();
    private int inWindow;
    private volatile long total;

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    void count() {
        total++;
        long now = System.nanoTime();
        if (now - windowBegan > WINDOW_NANOS) {
            windowBegan = now;
            inWindow = 0;
        }
        inWindow++;
    }

    boolean isTooMuch() {
        return inWindow > MESSAGES_PER_WINDOW_MAX;
    }

    long total() {
        return total;
    }
}
