package dev.gatehouse.audit.spool;

import dev.gatehouse.audit.segment.Scanned;
import dev.gatehouse.audit.segment.SegmentHeader;
import dev.gatehouse.audit.segment.SegmentName;
import dev.gatehouse.audit.segment.SegmentScan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What a directory holds, by the headers of its files.
 *
 * @param segments by number
 * @param unused named as segments but never begun: the process ended while it changed to them
 * @param damaged something stands where the header should be
 */
record SegmentIndex(Path directory, TreeMap<Long, StoredSegment> segments, List<Path> unused, List<Path> damaged) {

    static SegmentIndex of(Path directory) throws IOException {
        SegmentIndex index = new SegmentIndex(directory, new TreeMap<>(), new ArrayList<>(), new ArrayList<>());
        for (Map.Entry<Long, Path> file : SegmentName.segmentsIn(directory).entrySet()) {
            index.add(file.getKey(), file.getValue());
        }
        return index;
    }

    /** Files without records that may become segments: prepared by an earlier run, or never begun. */
    List<Path> ready() throws IOException {
        List<Path> ready = new ArrayList<>(unused);
        ready.addAll(SegmentName.sparesIn(directory).values());
        return ready;
    }

    /** The highest number any file has. */
    long numberMax() throws IOException {
        return Math.max(
                SegmentName.numberMax(SegmentName.segmentsIn(directory)),
                SegmentName.numberMax(SegmentName.sparesIn(directory)));
    }

    Optional<StoredSegment> following(long number) {
        return Optional.ofNullable(segments.higherEntry(number)).map(Map.Entry::getValue);
    }

    private void add(long number, Path file) throws IOException {
        try (SegmentScan scan = SegmentScan.open(file)) {
            Scanned first = scan.next(Long.MAX_VALUE);
            Optional<SegmentHeader> header =
                    first instanceof Scanned.Found found ? SegmentHeader.of(found.record()) : Optional.empty();
            if (header.isPresent() && header.get().number() == number) {
                segments.put(number, stored(file, header.get()));
            } else if (first instanceof Scanned.Torn) {
                damaged.add(file);
            } else {
                unused.add(file);
            }
        }
    }

    private static StoredSegment stored(Path file, SegmentHeader header) throws IOException {
        return new StoredSegment(
                header.number(),
                file,
                header.first(),
                header.previous(),
                Files.size(file),
                false,
                OptionalLong.empty());
    }
}
