package dev.gatehouse.audit.verify;

import dev.gatehouse.audit.segment.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Gathers what becomes a report, in memory that does not grow with the trail. Not thread-safe. */
final class Findings {
    private static final int NOTES_MAX = 100;

    long records;
    long leftOut;
    long blocks;
    long anchors;
    long notYetSealed;
    long beforeFirstBlock;
    long expired;

    private final TreeSet<Fault> first = new TreeSet<>(Fault.ORDER);
    private final int faultsMax;
    private final List<String> notes = new ArrayList<>();
    private long altered;
    private long incomplete;

    Findings(int faultsMax) {
        this.faultsMax = faultsMax;
    }

    void altered(String gateway, Position position, String reason) {
        altered++;
        keep(new Fault(gateway, position, Fault.Kind.ALTERED, reason));
    }

    void incomplete(String gateway, Position position, String reason) {
        incomplete++;
        keep(new Fault(gateway, position, Fault.Kind.INCOMPLETE, reason));
    }

    void note(String note) {
        if (notes.size() < NOTES_MAX) {
            notes.add(note);
        }
    }

    Report report() {
        return new Report(
                records,
                leftOut,
                blocks,
                anchors,
                notYetSealed,
                beforeFirstBlock,
                expired,
                altered,
                incomplete,
                List.copyOf(first),
                notes);
    }

    private void keep(Fault fault) {
        first.add(fault);
        if (first.size() > faultsMax) {
            first.pollLast();
        }
    }
}
