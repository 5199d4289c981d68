package dev.gatehouse.transport.world;

import dev.gatehouse.core.upstream.Change;
import dev.gatehouse.core.upstream.ChangeFeed;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** A feed the test speaks into. */
public final class Changes implements ChangeFeed {
    private final Set<Consumer<Change>> listeners = ConcurrentHashMap.newKeySet();
    /** Run while somebody begins to listen. */
    public volatile Runnable meanwhile = () -> {};

    @Override
    public Subscription subscribe(Consumer<Change> listener) {
        listeners.add(listener);
        meanwhile.run();
        return () -> listeners.remove(listener);
    }

    public void tell(Change change) {
        listeners.forEach(listener -> listener.accept(change));
    }

    public int listeners() {
        return listeners.size();
    }
}
