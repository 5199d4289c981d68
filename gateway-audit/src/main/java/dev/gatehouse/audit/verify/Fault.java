package dev.gatehouse.audit.verify;

import dev.gatehouse.audit.segment.Position;
import java.util.Comparator;

/**
 * Something that is not as it was recorded, or that nobody can tell of.
 *
 * @param gateway empty when it is of none
 * @param position where it was found: of a record, or of the block it belongs to
 * @param kind whether it is wrong or cannot be read
 */
public record Fault(String gateway, Position position, Kind kind, String reason) {
    /** By gateway and position. */
    static final Comparator<Fault> ORDER =
            Comparator.comparing(Fault::gateway).thenComparing(Fault::position).thenComparing(Fault::reason);

    public enum Kind {
        ALTERED,
        INCOMPLETE
    }

    @Override
    public String toString() {
        String where = position.equals(Position.ZERO) ? "" : " " + position;
        return (gateway.isEmpty() ? "trail" : gateway) + where + ": " + reason;
    }
}
