package dev.gatehouse.audit.spool;

import dev.gatehouse.audit.event.CallGlance;
import dev.gatehouse.audit.event.UnreadableEventException;
import dev.gatehouse.audit.proof.BlockHeader;
import dev.gatehouse.audit.proof.SealedBlock;
import dev.gatehouse.audit.segment.OpenCall;
import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.audit.segment.RecordKind;
import dev.gatehouse.audit.segment.Scanned;
import dev.gatehouse.audit.segment.SealPoint;
import dev.gatehouse.audit.segment.SegmentHeader;
import dev.gatehouse.audit.segment.SegmentScan;
import dev.gatehouse.audit.segment.SpoolRecord;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the segment that the last run was writing, up to the first bytes that no completed write left, and finds the
 * calls it left open. One segment is enough: its header names the calls that were open when it began.
 */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final StoredSegment segment;
    private final OpenCalls open = new OpenCalls();
    private Position last;
    private long end;
    private boolean torn;
    private Optional<SealPoint> sealed = Optional.empty();

    private Recovery(StoredSegment segment) {
        this.segment = segment;
        this.last = new Position(segment.first().epoch(), segment.first().seq() - 1);
    }

    static Recovery of(StoredSegment segment) throws IOException {
        Recovery recovery = new Recovery(segment);
        try (SegmentScan scan = SegmentScan.open(segment.path())) {
            recovery.read(scan);
        }
        return recovery;
    }

    /** The last record of the last run. */
    Position last() {
        return segment.first().seq() > last.seq() ? segment.previous() : last;
    }

    /** Calls with an intent and no outcome, and calls whose question nobody answered. */
    OpenCalls open() {
        return open;
    }

    /** How far the last run had sealed; a run that did not seal leaves nothing to be sealed. */
    SealPoint sealed() {
        return sealed.orElseGet(() -> SealPoint.beginning(last()));
    }

    /** Where in the file the last good record ends. */
    long end() {
        return end;
    }

    /** Something stands behind the last good record. */
    boolean isTorn() {
        return torn;
    }

    private void read(SegmentScan scan) throws IOException {
        while (true) {
            Scanned scanned = scan.next(Long.MAX_VALUE);
            if (!(scanned instanceof Scanned.Found found) || !take(found.record())) {
                torn = !(scanned instanceof Scanned.End);
                return;
            }
            end = scan.position();
        }
    }

    /** False when the record is not the next one: what an earlier use of the file left behind. */
    private boolean take(SpoolRecord record) {
        if (record.kind() == RecordKind.SEGMENT) {
            SegmentHeader.of(record).ifPresent(this::begin);
            return end == 0;
        }
        if (!record.position().equals(new Position(last.epoch(), last.seq() + 1))) {
            return false;
        }
        last = record.position();
        switch (record.kind()) {
            case EVENT -> note(record);
            case BLOCK -> BlockHeader.read(record.head())
                    .ifPresent(block -> sealed = Optional.of(new SealPoint(SealedBlock.digest(record.head()), block.last())));
            default -> {}
        }
        return true;
    }

    private void begin(SegmentHeader header) {
        header.open().forEach(open::open);
        sealed = header.sealed();
    }

    private void note(SpoolRecord record) {
        try {
            CallGlance.at(record.head()).ifPresent(this::note);
        } catch (UnreadableEventException e) {
            LOG.warn("audit record {} is kept but not understood: {}", record.position(), e.getMessage());
        }
    }

    private void note(CallGlance event) {
        open.note(OpenCall.closedBy(event), OpenCall.openedBy(event));
    }
}
