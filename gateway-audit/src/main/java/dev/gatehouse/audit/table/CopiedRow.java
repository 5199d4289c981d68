package dev.gatehouse.audit.table;

import dev.gatehouse.audit.segment.SpoolRecord;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record as its row in PostgreSQL has it.
 *
 * @param hasClocks false when the row holds none: it is of a time before there were any, or it was altered
 * @param columns every column of {@code audit.event}, each value after its length; null when the row stands in another table
 */
public record CopiedRow(
        SpoolRecord record, boolean hasClocks, @Nullable ByteBuffer columns) {

    /** The value's bytes; empty when it is null, or the row has no such columns. */
    Optional<ByteBuffer> value(Column wanted) {
        ByteBuffer all = columns;
        if (all == null) {
            return Optional.empty();
        }
        ByteBuffer in = all.duplicate();
        for (Column column : Column.values()) {
            int length = in.getInt();
            if (column == wanted) {
                return length < 0 ? Optional.empty() : Optional.of(in.slice(in.position(), length));
            }
            in.position(in.position() + Math.max(0, length));
        }
        return Optional.empty();
    }
}
