package dev.gatehouse.audit.spool;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes files ready ahead of need and frees what is shipped, so that the writer never waits for either. */
final class Keeper implements Runnable {
    /** How soon a full disk is looked at again. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private static final int WARN_PERCENT = 80;
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

    private final SegmentStore store;
    private final long warnBytes;
    private boolean warned;
    private volatile boolean closed;

    Keeper(SegmentStore store, SpoolSettings settings) {
        this.store = store;
        this.warnBytes = settings.capBytes() / 100 * WARN_PERCENT;
    }

    @Override
    public void run() {
        while (!closed && !Thread.currentThread().isInterrupted()) {
            store.tend();
            warnOnceWhenNearlyFull();
            store.awaitWork(LOOK_EVERY);
        }
    }

    void close() {
        closed = true;
        store.callKeeper();
    }

    private void warnOnceWhenNearlyFull() {
        long bytes = store.backlog().bytes();
        if (bytes >= warnBytes && !warned) {
            LOG.warn(
                    "the audit spool holds {} bytes that wait for PostgreSQL, over {} % of its cap;"
                            + " when it is full, calls are refused",
                    bytes, WARN_PERCENT);
        }
        warned = bytes >= warnBytes;
    }
}
