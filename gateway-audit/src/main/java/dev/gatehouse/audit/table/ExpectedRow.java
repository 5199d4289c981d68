package dev.gatehouse.audit.table;

import dev.gatehouse.audit.event.UnreadableEventException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Compares rows with what their records say, made again by the code that ships them. Not thread-safe. */
public final class ExpectedRow {
    private final RowBatch rows = new RowBatch();

    /**
     * The name of the first column that is not what the record says; empty when there is none. Clocks that a row does not
     * have are not compared.
     *
     * @throws UnreadableEventException when the record is no event of a known version, so no table takes it
     */
    public Optional<String> difference(CopiedRow row) throws UnreadableEventException {
        ByteBuffer columns = row.columns();
        if (columns == null) {
            return Optional.empty();
        }
        rows.fill(List.of(row.record()));
        ByteBuffer left = columns.duplicate();
        for (Column column : Column.values()) {
            boolean same = rows.of(column).isFirstIn(left);
            boolean compared = row.hasClocks() || (column != Column.WALL_NS && column != Column.MONO_NS);
            if (!same && compared) {
                return Optional.of(column.label());
            }
        }
        return Optional.empty();
    }
}
