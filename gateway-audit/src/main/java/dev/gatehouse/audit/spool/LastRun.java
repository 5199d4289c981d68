package dev.gatehouse.audit.spool;

import dev.gatehouse.audit.segment.EpochStart;
import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.audit.segment.SealPoint;
import dev.gatehouse.audit.segment.SegmentFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the last run left behind.
 *
 * @param end its last record
 * @param open its calls with an intent and no outcome
 * @param cutBytes length of the torn end that was cut off
 * @param unsealed what it recorded and did not seal
 */
record LastRun(SegmentIndex index, Position end, OpenCalls open, long cutBytes, Unsealed unsealed) {
    private static final Logger LOG = LoggerFactory.getLogger(LastRun.class);

    /** Reads it, and cuts the segment it was writing at its last good record. */
    static LastRun find(Path directory, SegmentFiles files) throws IOException {
        SegmentIndex index = SegmentIndex.of(directory);
        for (Path damaged : index.damaged()) {
            Path aside = damaged.resolveSibling("damaged-" + damaged.getFileName());
            LOG.error("{} does not begin like a segment; it is kept as {} and not shipped", damaged, aside);
            files.rename(damaged, aside);
        }
        Map.Entry<Long, StoredSegment> last = index.segments().lastEntry();
        return last == null
                ? new LastRun(index, Position.ZERO, new OpenCalls(), 0, new Unsealed(SealPoint.beginning(Position.ZERO), List.of()))
                : recover(index, last.getValue(), files);
    }

    EpochStart epochStart(String gateway) {
        return new EpochStart(gateway, end, cutBytes, open.all().size());
    }

    private static LastRun recover(SegmentIndex index, StoredSegment segment, SegmentFiles files) throws IOException {
        Recovery found = Recovery.of(segment);
        long cutBytes = TornEnd.cut(segment, found, files);
        index.segments()
                .put(
                        segment.number(),
                        new StoredSegment(
                                segment.number(),
                                segment.path(),
                                segment.first(),
                                segment.previous(),
                                found.end(),
                                false,
                                OptionalLong.empty()));
        LOG.info(
                "audit spool recovered up to {}: {} open calls, {} torn bytes cut off",
                found.last(),
                found.open().all().size(),
                cutBytes);
        Unsealed unsealed = new Unsealed(found.sealed(), SealGap.leaves(index, found.sealed()));
        return new LastRun(index, found.last(), found.open(), cutBytes, unsealed);
    }
}
