package dev.gatehouse.server.demo;

import dev.gatehouse.core.json.Json;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Calls that answer later, by request id, so that a cancel finds them. */
final class Waits implements AutoCloseable {
    static final int PENDING_MAX = 256;

    private final Map<Json, Future<?>> pending = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("demo-waits").factory());

    Waits() {
        timer.setRemoveOnCancelPolicy(true);
    }

    /** False when too many wait already, or this id does. */
    synchronized boolean start(Json id, Duration time, Runnable answer) {
        if (pending.size() >= PENDING_MAX || pending.containsKey(id)) {
            return false;
        }
        pending.put(id, timer.schedule(() -> finish(id, answer), time.toMillis(), TimeUnit.MILLISECONDS));
        return true;
    }

    /** A cancelled call gets no answer (MCP, cancellation). */
    synchronized void cancel(Json id) {
        Future<?> wait = pending.remove(id);
        if (wait != null) {
            wait.cancel(false);
        }
    }

    private void finish(Json id, Runnable answer) {
        boolean mine;
        synchronized (this) {
            mine = pending.remove(id) != null;
        }
        if (mine) {
            answer.run();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
