package dev.gatehouse.audit.verify;

import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.audit.segment.RecordKind;
import dev.gatehouse.audit.segment.Scanned;
import dev.gatehouse.audit.segment.SegmentHeader;
import dev.gatehouse.audit.segment.SegmentName;
import dev.gatehouse.audit.segment.SegmentScan;
import dev.gatehouse.audit.segment.SpoolRecord;
import dev.gatehouse.audit.table.CopiedRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The records of a spool's segments in order, and what of the segments cannot be read. A segment counts up to where the next
 * one says it begins: one that was given up may hold more, which was written again.
 */
final class SpoolEntries implements Entries {
    /** A file that begins like a segment. */
    private record Segment(Path path, SegmentHeader header) {}

    private final Deque<Segment> left;
    private final Deque<Entry> waiting = new ArrayDeque<>();
    private @Nullable Segment segment;
    private @Nullable SegmentScan scan;
    private Position last = Position.ZERO;

    private SpoolEntries(List<Segment> segments, List<Path> damaged) {
        this.left = new ArrayDeque<>(segments);
        damaged.forEach(file -> waiting.add(
                new Entry.Unreadable(Position.ZERO, name(file) + " does not begin like a segment of a spool")));
    }

    static SpoolEntries open(Path directory) throws IOException {
        List<Segment> segments = new ArrayList<>();
        List<Path> damaged = new ArrayList<>();
        for (Path file : SegmentName.segmentsIn(directory).values()) {
            try (SegmentScan scan = SegmentScan.open(file)) {
                Scanned first = scan.next(Long.MAX_VALUE);
                Optional<SegmentHeader> header =
                        first instanceof Scanned.Found found ? SegmentHeader.of(found.record()) : Optional.empty();
                if (header.isPresent()) {
                    segments.add(new Segment(file, header.get()));
                } else if (!(first instanceof Scanned.End)) {
                    damaged.add(file);
                }
            }
        }
        return new SpoolEntries(segments, damaged);
    }

    @Override
    public @Nullable Entry next() throws IOException {
        while (waiting.isEmpty()) {
            SegmentScan reading = scan;
            if (reading != null) {
                Entry entry = read(reading);
                if (entry != null) {
                    return entry;
                }
            }
            if (left.isEmpty()) {
                return waiting.poll();
            }
            begin(left.removeFirst());
        }
        return waiting.poll();
    }

    @Override
    public void close() throws IOException {
        SegmentScan open = scan;
        scan = null;
        if (open != null) {
            open.close();
        }
    }

    /** The next of this segment; null at its end. */
    private @Nullable Entry read(SegmentScan reading) throws IOException {
        while (true) {
            switch (reading.next(Long.MAX_VALUE)) {
                case Scanned.Found(SpoolRecord record) -> {
                    if (record.kind() == RecordKind.SEGMENT) {
                        continue;
                    }
                    if (!isNext(record.position())) {
                        close();
                        return null;
                    }
                    last = record.position();
                    return new Entry.Found(new CopiedRow(record, true, null));
                }
                case Scanned.End _ -> {
                    close();
                    return null;
                }
                case Scanned.Torn torn -> {
                    String where = segment == null ? "" : name(segment.path());
                    String reason = where + " cannot be read from byte " + reading.position() + " on: " + torn.why();
                    close();
                    return isReadElsewhere() ? null : new Entry.Unreadable(last, reason);
                }
            }
        }
    }

    /** Whether it goes on here: what an earlier use of a file left behind, and what the next segment has again, does not. */
    private boolean isNext(Position position) {
        Segment following = left.peekFirst();
        boolean follows = position.epoch() == last.epoch()
                ? position.seq() == last.seq() + 1
                : position.epoch() > last.epoch() && position.seq() == 1;
        return follows && (following == null || following.header().first().isAfter(position));
    }

    /** The next segment has everything behind what was read so far. */
    private boolean isReadElsewhere() {
        Segment following = left.peekFirst();
        return following != null && !following.header().previous().isAfter(last);
    }

    private void begin(Segment next) throws IOException {
        Position previous = next.header().previous();
        if (segment != null && previous.isAfter(last)) {
            waiting.add(new Entry.Unreadable(
                    last,
                    "records after this one up to " + previous + " are in no file: a segment is damaged or missing"));
        }
        if (segment == null || previous.isAfter(last)) {
            Position first = next.header().first();
            last = new Position(first.epoch(), first.seq() - 1);
        }
        segment = next;
        scan = SegmentScan.open(next.path());
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
