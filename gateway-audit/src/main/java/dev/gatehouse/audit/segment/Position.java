package dev.gatehouse.audit.segment;

import java.util.Comparator;

/** Where a record stands in the stream of one gateway: epochs only grow, sequence numbers start at 1 in each. */
public record Position(long epoch, long seq) implements Comparable<Position> {
    /** Before every record. */
    public static final Position ZERO = new Position(0, 0);

    /** After every record. */
    public static final Position LAST = new Position(Long.MAX_VALUE, Long.MAX_VALUE);

    private static final Comparator<Position> ORDER =
            Comparator.comparingLong(Position::epoch).thenComparingLong(Position::seq);

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }

    public boolean isAfter(Position other) {
        return compareTo(other) > 0;
    }

    @Override
    public String toString() {
        return epoch + "/" + seq;
    }
}
