package dev.gatehouse.core.upstream;

import java.util.function.Consumer;

/** Tells streams what changed. No thread waits for it (2026-07-28 basic/patterns/subscriptions). */
public interface ChangeFeed {

    /** @param listener must not block; hears everything, and decides itself what its client may know */
    Subscription subscribe(Consumer<Change> listener);

    /** Ends when closed; a change that is being told may still arrive once. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
