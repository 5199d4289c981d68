package dev.gatehouse.transport.client.stdio;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The one thread that looks after every child: reads what they write to stderr and notices who stopped reading. */
final class ChildWatch implements AutoCloseable {
    private static final long BUSY_MILLIS = 10;
    private static final long IDLE_MILLIS = 100;

    /** What is looked after. */
    interface Watched {
        /** Looks once, without blocking; whether there was anything to do. */
        boolean look(long nowNanos);
    }

    private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);

    ChildWatch() {
        Thread.ofPlatform().name("gatehouse-child-watch").daemon().start(this::run);
    }

    void add(Watched one) {
        watched.add(one);
    }

    void remove(Watched one) {
        watched.remove(one);
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void run() {
        try {
            long pause = IDLE_MILLIS;
            while (!closed.await(pause, TimeUnit.MILLISECONDS)) {
                boolean busy = false;
                for (Watched one : watched) {
                    busy |= one.look(System.nanoTime());
                }
                pause = busy ? BUSY_MILLIS : IDLE_MILLIS;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
