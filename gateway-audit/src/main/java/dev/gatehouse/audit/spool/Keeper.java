package dev.gatehouse.audit.spool;

import java.time.Duration;

/** Makes files ready ahead of need and frees what is shipped, so that the writer never waits for either. */
final class Keeper implements Runnable {
    /** How soon a full disk is looked at again. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private final SegmentStore store;
    private volatile boolean closed;

    Keeper(SegmentStore store) {
        this.store = store;
    }

    @Override
    public void run() {
        while (!closed && !Thread.currentThread().isInterrupted()) {
            store.tend();
            store.awaitWork(LOOK_EVERY);
        }
    }

    void close() {
        closed = true;
        store.callKeeper();
    }
}
