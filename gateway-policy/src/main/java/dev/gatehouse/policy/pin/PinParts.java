package dev.gatehouse.policy.pin;

import dev.gatehouse.core.database.RecordedChange;
import java.io.IOException;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pins of one process, and where they are kept.
 *
 * @param file for a start while the database is away
 */
public record PinParts(RecordedChange.Place place, PinBoard board, PinFile file) {
    private static final Logger LOG = LoggerFactory.getLogger(PinParts.class);

    /**
     * Reads them from the database; while that is away, from the file. Where neither tells, nothing counts as approved, which
     * keeps back what upstreams offer whose changes are to be approved, and nothing else.
     */
    public static PinParts open(RecordedChange.Place place, PinFile file) {
        PinBoard board = new PinBoard(place.database());
        try {
            board.refresh();
        } catch (SQLException e) {
            LOG.warn("The pins cannot be read, the local copy is used: {}", e.toString());
            restore(board, file);
        }
        return new PinParts(place, board, file);
    }

    private static void restore(PinBoard board, PinFile file) {
        try {
            var copy = file.read();
            if (copy.isPresent()) {
                board.restore(PinCopy.read(copy.get()));
            }
        } catch (IOException e) {
            LOG.warn("The local copy of the pins cannot be read, nothing counts as approved: {}", e.toString());
        }
    }
}
