package dev.gatehouse.policy.detect;

import dev.gatehouse.core.policy.LongWork;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Where long work is done: on threads of its own, as many as there are processors, so that no carrier of other calls is
 * held. What does not begin soon is not done at all, and throwing denies.
 */
public final class CpuLane implements LongWork, AutoCloseable {
    /** Work over a payload of fewer bytes is done where it is asked for. */
    public static final int SHORT_MAX_BYTES = 64 * 1024;

    private static final int QUEUE_MAX = 256;

    /** Two large results on two processors make a third one wait for some 40 ms for each megabyte. */
    private static final long START_WITHIN_MILLIS = 1_000;

    /** Says in the trail that there was no room. */
    static final class OverloadedException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private final ThreadPoolExecutor threads;
    private final long startWithinMillis;

    public CpuLane() {
        this(Runtime.getRuntime().availableProcessors(), QUEUE_MAX, START_WITHIN_MILLIS);
    }

    /** Takes no work: for compiling without serving. */
    public static CpuLane none() {
        CpuLane closed = new CpuLane(1, 1, 0);
        closed.close();
        return closed;
    }

    /**
     * @param queueMax what may wait for a thread
     * @param startWithinMillis how long it may wait
     */
    CpuLane(int count, int queueMax, long startWithinMillis) {
        this.startWithinMillis = startWithinMillis;
        threads = new ThreadPoolExecutor(
                count,
                count,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(queueMax),
                Thread.ofPlatform().name("gatehouse-cpu-", 0).daemon().factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /** @throws OverloadedException when it could not begin in time */
    @Override
    public <T> T run(int bytes, Supplier<T> work) {
        if (bytes <= SHORT_MAX_BYTES) {
            return work.get();
        }
        Semaphore begun = new Semaphore(0);
        FutureTask<T> task = new FutureTask<>(() -> {
            begun.release();
            return work.get();
        });
        try {
            threads.execute(task);
            if (!begun.tryAcquire(startWithinMillis, TimeUnit.MILLISECONDS) && task.cancel(false)) {
                throw new OverloadedException();
            }
            return task.get();
        } catch (RejectedExecutionException e) {
            throw new OverloadedException();
        } catch (InterruptedException e) {
            task.cancel(false);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a payload was looked through");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** How much waits for a thread. */
    int waiting() {
        return threads.getQueue().size();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
