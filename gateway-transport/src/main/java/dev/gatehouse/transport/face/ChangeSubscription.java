package dev.gatehouse.transport.face;

import dev.gatehouse.core.upstream.Change;
import dev.gatehouse.core.upstream.ChangeFeed;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One stream's place at the feed of changes; the stream may end while it is being taken. */
final class ChangeSubscription implements AutoCloseable {
    private ChangeFeed.@Nullable Subscription held;
    private boolean closed;

    /** To be called once; after {@link #close} it takes nothing. */
    void begin(ChangeFeed feed, Consumer<Change> ear) {
        ChangeFeed.Subscription begun = feed.subscribe(ear);
        if (!holds(begun)) {
            begun.close();
        }
    }

    private synchronized boolean holds(ChangeFeed.Subscription begun) {
        if (!closed) {
            held = begun;
        }
        return !closed;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        ChangeFeed.Subscription ended;
        synchronized (this) {
            closed = true;
            ended = held;
            held = null;
        }
        if (ended != null) {
            ended.close();
        }
    }
}
