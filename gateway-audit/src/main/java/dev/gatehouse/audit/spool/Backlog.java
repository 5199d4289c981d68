package dev.gatehouse.audit.spool;

import dev.gatehouse.audit.segment.Position;
import java.util.List;

/**
 * What is in the spool and not in the database, by what the segments' headers say.
 *
 * @param segments oldest first
 */
record Backlog(List<StoredSegment> segments) {

    /** Size of all files that are not wholly shipped. */
    long bytes() {
        return segments.stream()
                .filter(segment -> !segment.isShipped())
                .mapToLong(StoredSegment::bytes)
                .sum();
    }

    /** Records after {@code shipped} up to {@code end}. */
    long records(Position shipped, Position end) {
        long records = 0;
        for (int i = 0; i < segments.size(); i++) {
            Position last = i + 1 < segments.size() ? segments.get(i + 1).previous() : end;
            records += records(segments.get(i).first(), last, shipped);
        }
        return records;
    }

    private static long records(Position first, Position last, Position shipped) {
        if (last.epoch() != first.epoch() || !last.isAfter(shipped)) {
            return 0;
        }
        long before = shipped.epoch() == first.epoch() ? Math.max(shipped.seq(), first.seq() - 1) : first.seq() - 1;
        return Math.max(0, last.seq() - before);
    }
}
