package dev.gatehouse.transport.face;

import dev.gatehouse.core.mcp.Watched;
import dev.gatehouse.core.upstream.Change;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The tasks that one stream tells of. What an upstream says of them is a hint only: each task that moved is asked after
 * again, as its client would, one at a time and not more often than changes are told at all.
 */
final class TaskNews implements AutoCloseable {
    private final Streams streams;
    private final List<Watched> tasks;
    private final Consumer<String> teller;
    private final Set<String> moved = new LinkedHashSet<>();
    private final ChangeSubscription subscription = new ChangeSubscription();
    private boolean silent = true;
    private boolean telling;

    /** @param teller asks after a task by its public id and tells the client; may block */
    TaskNews(Streams streams, List<Watched> tasks, Consumer<String> teller) {
        this.streams = streams;
        this.tasks = List.copyOf(tasks);
        this.teller = teller;
    }

    /** Gathers from now on, and tells once the client has its stream. */
    void begin() {
        if (!tasks.isEmpty()) {
            subscription.begin(streams.feed(), this::changed);
        }
    }

    void speak() {
        synchronized (this) {
            silent = false;
        }
        tellSoon();
    }

    @Override
    public void close() {
        subscription.close();
    }

    private void changed(Change change) {
        if (change instanceof Change.TaskMoved(var upstream, String id)) {
            for (Watched task : tasks) {
                if (task.upstream().equals(upstream) && task.upstreamName().equals(id)) {
                    note(task.publicName());
                }
            }
            tellSoon();
        }
    }

    private synchronized void note(String publicId) {
        moved.add(publicId);
    }

    private void tellSoon() {
        synchronized (this) {
            if (telling || silent || subscription.isClosed() || moved.isEmpty()) {
                return;
            }
            telling = true;
        }
        streams.heartbeat().after(streams.limits().settle(), this::tell);
    }

    private void tell() {
        Set<String> now;
        synchronized (this) {
            now = Set.copyOf(moved);
            moved.clear();
        }
        try {
            now.stream().takeWhile(_ -> !subscription.isClosed()).forEach(teller);
        } finally {
            synchronized (this) {
                telling = false;
            }
        }
        tellSoon();
    }
}
