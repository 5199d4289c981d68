package dev.gatehouse.audit.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Puts rows into {@code audit.event}: one statement for any number of them, and a row that is there already stays. */
public final class EventTable {
    private static final List<Column> COLUMNS = List.of(Column.values());
    /** Microseconds arrive in binary; a text would have to be written and parsed for each row. */
    private static final String AT = "'epoch'::timestamptz + at * '1 us'::interval";

    private static final String INSERT = insert();

    private final String gatewayId;

    public EventTable(String gatewayId) {
        this.gatewayId = gatewayId;
    }

    public void insert(Connection connection, RowBatch rows) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, gatewayId);
            for (int i = 0; i < COLUMNS.size(); i++) {
                insert.setObject(i + 2, rows.of(COLUMNS.get(i)));
            }
            insert.executeUpdate();
        }
    }

    private static String insert() {
        return "INSERT INTO audit.event (gateway_id, "
                + joined(Column::label)
                + ") SELECT ?, "
                + joined(column -> column == Column.AT ? AT : column.label())
                + " FROM unnest("
                + joined(column -> "?::" + column.type().arrayName())
                + ") AS row ("
                + joined(Column::label)
                + ") ON CONFLICT (gateway_id, epoch, seq, at, keep_days) DO NOTHING";
    }

    private static String joined(Function<Column, String> part) {
        return COLUMNS.stream().map(part).collect(Collectors.joining(", "));
    }
}
