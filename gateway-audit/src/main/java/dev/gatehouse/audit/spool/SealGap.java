package dev.gatehouse.audit.spool;

import dev.gatehouse.audit.event.EventKeep;
import dev.gatehouse.audit.event.Lifetime;
import dev.gatehouse.audit.proof.Leaf;
import dev.gatehouse.audit.segment.Content;
import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.audit.segment.RecordKind;
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
        try (SpoolWalk walk = new SpoolWalk(
                () -> DurablePoint.EVERYTHING, number -> number == 0 ? first : index.following(number))) {
            for (Optional<SpoolRecord> next = walk.next(); next.isPresent(); next = walk.next()) {
                if (next.get().position().isAfter(sealed.covered())) {
                    leaves.add(leaf(next.get()));
                }
            }
        }
        return leaves;
    }

    static Leaf leaf(SpoolRecord record) {
        Lifetime lifetime =
                record.kind() == RecordKind.EVENT ? EventKeep.of(record.head()) : Lifetime.FOR_EVER;
        Content content = Content.of(record.kind(), lifetime, record.head(), record.kept());
        return Leaf.of(record.position(), record.wallNanos(), record.monoNanos(), content);
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
