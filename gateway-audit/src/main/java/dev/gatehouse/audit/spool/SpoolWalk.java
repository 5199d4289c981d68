package dev.gatehouse.audit.spool;

import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.audit.segment.RecordKind;
import dev.gatehouse.audit.segment.Scanned;
import dev.gatehouse.audit.segment.SegmentScan;
import dev.gatehouse.audit.segment.SpoolRecord;
import java.io.IOException;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads records in order from segment to segment, as far as they are durable. A segment counts up to where the next one
 * says it begins: a given-up segment may hold more, which was written again. Not thread-safe.
 */
final class SpoolWalk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolWalk.class);

    private final Supplier<DurablePoint> durable;
    private final LongFunction<Optional<StoredSegment>> following;
    private @Nullable SegmentScan scan;
    private @Nullable Position cut;
    private long number;
    private Position last = Position.ZERO;
    private long missing;

    /** @param following the segment after the one of this number */
    SpoolWalk(Supplier<DurablePoint> durable, LongFunction<Optional<StoredSegment>> following) {
        this.durable = durable;
        this.following = following;
    }

    /** The segment that is read, 0 before the first: all before it are read wholly. */
    long segment() {
        return number;
    }

    /** How many records the numbering says there were and no file holds any more. */
    long missing() {
        return missing;
    }

    /** The next record; empty when there is none yet. */
    Optional<SpoolRecord> next() throws IOException {
        while (true) {
            DurablePoint point = durable.get();
            boolean active = point.segment() == number;
            SegmentScan reading = scan;
            if (reading != null) {
                Scanned scanned = reading.next(active ? point.offset() : Long.MAX_VALUE);
                if (scanned instanceof Scanned.Found found && isBeforeCut(found.record(), active)) {
                    if (found.record().kind() == RecordKind.SEGMENT) {
                        continue;
                    }
                    last = found.record().position();
                    return Optional.of(found.record());
                }
            }
            if (active || !advance()) {
                return Optional.empty();
            }
        }
    }

    @Override
    public void close() throws IOException {
        SegmentScan open = scan;
        if (open != null) {
            open.close();
        }
    }

    private boolean isBeforeCut(SpoolRecord record, boolean active) {
        if (active || record.kind() == RecordKind.SEGMENT) {
            return true;
        }
        Position end = cut;
        if (end == null) {
            end = following.apply(number).map(StoredSegment::first).orElse(Position.LAST);
            cut = end;
        }
        return end.isAfter(record.position());
    }

    private boolean advance() throws IOException {
        Optional<StoredSegment> next = following.apply(number);
        if (next.isEmpty()) {
            return false;
        }
        StoredSegment segment = next.get();
        if (number > 0 && segment.previous().isAfter(last)) {
            missing += segment.previous().seq() - (segment.previous().epoch() == last.epoch() ? last.seq() : 0);
            LOG.error(
                    "audit records after {} up to {} are in no file any more; {} begins after them",
                    last,
                    segment.previous(),
                    segment.path());
        }
        close();
        scan = SegmentScan.open(segment.path());
        cut = null;
        number = segment.number();
        last = segment.previous().isAfter(last) ? segment.previous() : last;
        return true;
    }
}
