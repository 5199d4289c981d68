package dev.gatehouse.audit.spool;

import dev.gatehouse.audit.segment.Position;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * A segment on disk.
 *
 * @param first the position its first record has, or would have
 * @param previous the last position before it
 * @param bytes length of the file
 * @param givenUp a write or sync of it failed: its file is never used again
 * @param shippedAtNanos monotonic time at which all of it was in the database
 */
record StoredSegment(
        long number,
        Path path,
        Position first,
        Position previous,
        long bytes,
        boolean givenUp,
        OptionalLong shippedAtNanos) {

    StoredSegment asGivenUp() {
        return new StoredSegment(number, path, first, previous, bytes, true, shippedAtNanos);
    }

    StoredSegment asShipped(long nowNanos) {
        return shippedAtNanos.isPresent()
                ? this
                : new StoredSegment(number, path, first, previous, bytes, givenUp, OptionalLong.of(nowNanos));
    }

    /** The database lost what it had of it. */
    StoredSegment asNeeded() {
        return new StoredSegment(number, path, first, previous, bytes, givenUp, OptionalLong.empty());
    }

    boolean isShipped() {
        return shippedAtNanos.isPresent();
    }
}
