package dev.gatehouse.worker;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Ends a call that takes longer than it may. It sleeps while nothing is called, and looks every few milliseconds otherwise. */
final class Watchdog {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int IDLE_LOOKS = 50;

    /** @param end ends the call from another thread */
    private record Watched(long untilNanos, Runnable end) {}

    private final Thread thread = Thread.ofPlatform().name("watchdog").daemon().unstarted(this::watch);
    private volatile @Nullable Watched watched;
    private volatile boolean asleep;

    void start() {
        thread.start();
    }

    void begin(long nanos, Runnable end) {
        watched = new Watched(System.nanoTime() + nanos, end);
        if (asleep) {
            LockSupport.unpark(thread);
        }
    }

    /** When this returns, the call will not be ended any more. */
    synchronized void done() {
        watched = null;
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
        if (call != null && System.nanoTime() - call.untilNanos() >= 0) {
            end(call);
        }
    }

    private synchronized void end(Watched call) {
        if (watched == call) {
            watched = null;
            call.end().run();
        }
    }
}
