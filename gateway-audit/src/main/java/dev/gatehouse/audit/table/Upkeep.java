package dev.gatehouse.audit.table;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Work on tables of the trail that is done again and again on a thread of its own, until it is closed. It sees to its own failures. */
public final class Upkeep implements AutoCloseable {
    private static final Duration CLOSE_WAIT_MAX = Duration.ofSeconds(5);

    private final Duration firstAfter;
    private final Duration every;
    private final Runnable work;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    private Upkeep(String threadName, Duration firstAfter, Duration every, Runnable work) {
        this.firstAfter = firstAfter;
        this.every = every;
        this.work = work;
        this.thread = Thread.ofPlatform().daemon().name(threadName).unstarted(this::run);
    }

    /**
     * Begins when {@link #start} is called.
     *
     * @param every from the end of one time to the beginning of the next
     */
    public static Upkeep of(String threadName, Duration firstAfter, Duration every, Runnable work) {
        return new Upkeep(threadName, firstAfter, every, work);
    }

    public Upkeep start() {
        thread.start();
        return this;
    }

    /** Whether work that takes long should end where it is. */
    public boolean isClosing() {
        return isClosing(Duration.ZERO);
    }

    /** Returns when the work under way has ended, or leaves it behind when that takes long. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(CLOSE_WAIT_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Duration wait = firstAfter;
        while (!isClosing(wait)) {
            work.run();
            wait = every;
        }
    }

    private boolean isClosing(Duration wait) {
        try {
            return closing.await(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
