package dev.gatehouse.audit.spool;

import dev.gatehouse.audit.proof.Leaf;
import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.audit.segment.SealPoint;
import dev.gatehouse.audit.segment.SpoolRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the last run recorded after its last block: at most some seconds of it, read once more. */
final class SealGap {
    private SealGap() {}

    /** The leaves after the last block, in order. */
    static List<Leaf> leaves(SegmentIndex index, SealPoint sealed) throws IOException {
        List<Leaf> leaves = new ArrayList<>();
        Optional<StoredSegment> first = holder(index, sealed.covered());
        try (SpoolWalk walk =
                new SpoolWalk(() -> DurablePoint.EVERYTHING, number -> number == 0 ? first : index.following(number))) {
            for (Optional<SpoolRecord> next = walk.next(); next.isPresent(); next = walk.next()) {
                if (next.get().position().isAfter(sealed.covered())) {
                    leaves.add(Leaf.of(next.get()));
                }
            }
        }
        return leaves;
    }

    /** The last segment that begins at or before the record after this one. */
    private static Optional<StoredSegment> holder(SegmentIndex index, Position covered) {
        Position after = new Position(covered.epoch(), covered.seq() + 1);
        return index.segments().values().stream()
                .filter(segment -> !segment.first().isAfter(after))
                .reduce((_, later) -> later)
                .or(() -> Optional.ofNullable(index.segments().firstEntry()).map(entry -> entry.getValue()));
    }
}
