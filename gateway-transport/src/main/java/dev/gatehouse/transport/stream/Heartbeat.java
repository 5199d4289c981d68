package dev.gatehouse.transport.stream;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One timer for everything that has to do something when nothing happens: a timer for each answer would cost more than
 * most answers do. Bounded by the requests under way and the streams that are open.
 */
public final class Heartbeat {
    /** Asked again and again, on a loop; must not block. */
    public interface Beating {
        /** False when it need not be asked again. */
        boolean beat(long nowNanos);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final long EVERY_MILLIS = 500;

    private final Set<Beating> beating = ConcurrentHashMap.newKeySet();
    private volatile @Nullable ScheduledExecutorService executor;

    /** Beats until the executor ends. */
    public void start(ScheduledExecutorService timer) {
        executor = timer;
        var _ = timer.scheduleWithFixedDelay(this::beat, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Runs the action, which may block, after a while; never once the process is ending. */
    public void after(Duration time, Runnable action) {
        ScheduledExecutorService timer = executor;
        if (timer != null && !timer.isShutdown()) {
            var _ = timer.schedule(() -> Thread.startVirtualThread(action), time.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    public void add(Beating one) {
        beating.add(one);
    }

    public void remove(Beating one) {
        beating.remove(one);
    }

    private void beat() {
        long now = System.nanoTime();
        beating.removeIf(one -> !beat(one, now));
    }

    /** A bug in one must not stop the others' hearts. */
    private static boolean beat(Beating one, long now) {
        try {
            return one.beat(now);
        } catch (RuntimeException e) {
            LOG.error("a stream failed at its beat and is not asked again", e);
            return false;
        }
    }
}
