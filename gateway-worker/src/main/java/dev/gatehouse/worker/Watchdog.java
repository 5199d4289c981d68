package dev.gatehouse.worker;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Ends a call that computes for longer than it may, or that takes {@link #STALL_MAX_NANOS} more than that by the clock: a busy
 * machine is not the script's fault. It sleeps while nothing is called, and looks every few milliseconds otherwise.
 */
final class Watchdog {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long STALL_MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int IDLE_LOOKS = 50;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Thread thread = Thread.ofPlatform().name("watchdog").daemon().unstarted(this::watch);
    private final long watchedThread;
    private volatile @Nullable Watched watched;
    private volatile boolean asleep;

    /** Watches calls on the thread that makes it. */
    Watchdog() {
        watchedThread = Thread.currentThread().threadId();
    }

    /** One call. */
    private static final class Watched {
        private final long nanos;
        private final long begunNanos;
        private final Runnable end;
        private long cpuNanos = -1;
        private boolean ended;

        Watched(long nanos, Runnable end) {
            this.nanos = nanos;
            this.begunNanos = System.nanoTime();
            this.end = end;
        }

        /** The processor's time is read from the first look on: most calls are over before. */
        boolean isOver(long cpuNow) {
            long wall = System.nanoTime() - begunNanos;
            if (cpuNanos < 0) {
                cpuNanos = cpuNow - Math.min(wall, LOOK_NANOS);
            }
            return cpuNow - cpuNanos >= nanos || wall >= nanos + STALL_MAX_NANOS;
        }
    }

    void start() {
        thread.start();
    }

    /** @param end ends the call, from another thread */
    void begin(long nanos, Runnable end) {
        watched = new Watched(nanos, end);
        if (asleep) {
            LockSupport.unpark(thread);
        }
    }

    /** When this returns, the call will not be ended any more; says whether it was. */
    synchronized boolean done() {
        Watched call = watched;
        watched = null;
        return call != null && call.ended;
    }

    private void watch() {
        for (int idle = 0; ; ) {
            idle = watched == null ? idle + 1 : 0;
            if (idle < IDLE_LOOKS) {
                LockSupport.parkNanos(LOOK_NANOS);
            } else {
                sleep();
            }
            look();
        }
    }

    private void sleep() {
        asleep = true;
        if (watched == null) {
            LockSupport.park(this);
        }
        asleep = false;
    }

    private void look() {
        Watched call = watched;
        if (call != null && call.isOver(threads.getThreadCpuTime(watchedThread))) {
            end(call);
        }
    }

    private synchronized void end(Watched call) {
        if (watched == call && !call.ended) {
            call.ended = true;
            call.end.run();
        }
    }
}
