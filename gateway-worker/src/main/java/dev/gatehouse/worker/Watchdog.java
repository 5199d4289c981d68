package dev.gatehouse.worker;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Ends a call that takes longer than it may. It sleeps while nothing is called, and looks every few milliseconds otherwise. */
final class Watchdog {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int IDLE_LOOKS = 50;

    /** One call. */
    private static final class Watched {
        private final long untilNanos;
        private final Runnable end;
        private boolean ended;

        Watched(long untilNanos, Runnable end) {
            this.untilNanos = untilNanos;
            this.end = end;
        }
    }

    private final Thread thread = Thread.ofPlatform().name("watchdog").daemon().unstarted(this::watch);
    private volatile @Nullable Watched watched;
    private volatile boolean asleep;

    void start() {
        thread.start();
    }

    /** @param end ends the call, from another thread */
    void begin(long nanos, Runnable end) {
        watched = new Watched(System.nanoTime() + nanos, end);
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
        if (call != null && System.nanoTime() - call.untilNanos >= 0) {
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
