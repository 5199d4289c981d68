package dev.gatehouse.audit.spool;

import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.audit.segment.SpoolRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The records on their way out of the spool, in order, each at least once. For one thread. */
public final class SpoolFeed implements AutoCloseable {
    private final SegmentStore store;
    private final Committer committer;
    private final SpoolWalk walk;
    private final ShipProgress progress;
    private Position after = Position.ZERO;
    private Position given = Position.ZERO;

    SpoolFeed(SegmentStore store, Committer committer, ShipProgress progress) {
        this.store = store;
        this.committer = committer;
        this.progress = progress;
        this.walk = new SpoolWalk(committer::durable, store::following);
    }

    /** Leaves out what is known to have arrived, and keeps the rest. Later calls have no effect on what was already given. */
    public void startAfter(Position arrived) {
        store.neededAfter(arrived);
        after = arrived;
        given = arrived;
        progress.arrived(arrived);
    }

    /** The next durable records: none, or as many as there are within the limits, the first in any case. */
    public List<SpoolRecord> next(int recordsMax, long bytesMax) throws IOException {
        List<SpoolRecord> batch = new ArrayList<>();
        long bytes = 0;
        while (batch.size() < recordsMax && bytes < bytesMax) {
            Optional<SpoolRecord> next = walk.next();
            if (next.isEmpty()) {
                break;
            }
            if (next.get().position().isAfter(after)) {
                batch.add(next.get());
                bytes += next.get().bytes();
            }
        }
        if (!batch.isEmpty()) {
            given = batch.getLast().position();
            progress.waitingSince(batch.getFirst().wallNanos());
        }
        return batch;
    }

    /** All that was given has arrived for good: segments read to their end may be used again. */
    public void arrived() {
        progress.arrived(given);
        store.shippedBefore(walk.segment());
    }

    /** The last position that no file holds any more: the feed begins after it. */
    public Position keptAfter() {
        return store.keptAfter();
    }

    /** The last position this spool had in its earlier runs, when it was opened. */
    public Position previousEnd() {
        return progress.previousEnd();
    }

    public long epoch() {
        return committer.durable().position().epoch();
    }

    @Override
    public void close() throws IOException {
        walk.close();
    }
}
