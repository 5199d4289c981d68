package dev.gatehouse.transport.client;

import dev.gatehouse.core.upstream.Change;
import dev.gatehouse.core.upstream.ChangeFeed;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes changes on from a thread of its own, so that no listener can hold up what reads from upstreams. A change that
 * was not passed on yet is told once however often it comes.
 */
final class Changes implements ChangeFeed, AutoCloseable {
    static final int WAITING_MAX = 65_536;
    private static final Logger LOG = LoggerFactory.getLogger(Changes.class);

    private final Map<Object, Consumer<Change>> listeners = new ConcurrentHashMap<>();
    private final Set<Change> waiting = ConcurrentHashMap.newKeySet();
    private final LinkedBlockingQueue<Change> queue = new LinkedBlockingQueue<>(WAITING_MAX);
    private final Thread thread =
            Thread.ofPlatform().name("gatehouse-changes").daemon().start(this::run);

    @Override
    public Subscription subscribe(Consumer<Change> listener) {
        Object key = new Object();
        listeners.put(key, listener);
        return () -> listeners.remove(key);
    }

    void tell(Change change) {
        if (waiting.add(change) && !queue.offer(change)) {
            waiting.remove(change);
            LOG.warn("too many changes wait to be told: one of {} is lost", change.upstream());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                Change change = queue.take();
                waiting.remove(change);
                listeners.values().forEach(listener -> pass(change, listener));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pass(Change change, Consumer<Change> listener) {
        try {
            listener.accept(change);
        } catch (RuntimeException e) {
            LOG.error("a listener failed on a change of {}", change.upstream(), e);
        }
    }
}
