package dev.gatehouse.audit.ship;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Puts rows into {@code audit.event}: one statement for any number of them, and a row that is there already stays. */
final class EventTable {
    private static final String INSERT = insert();

    private final String gatewayId;

    EventTable(String gatewayId) {
        this.gatewayId = gatewayId;
    }

    void insert(Connection connection, List<Row> rows) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, gatewayId);
            for (int i = 0; i < Column.ALL.size(); i++) {
                insert.setArray(i + 2, array(connection, Column.ALL.get(i), rows));
            }
            insert.executeUpdate();
        }
    }

    private static Array array(Connection connection, Column column, List<Row> rows) throws SQLException {
        Object[] values = column.type().equals("bytea") ? new byte[rows.size()][] : new Object[rows.size()];
        Arrays.setAll(values, i -> column.of(rows.get(i)));
        return connection.createArrayOf(column.type(), values);
    }

    private static String insert() {
        return "INSERT INTO audit.event (gateway_id, "
                + joined(Column::name)
                + ") SELECT ?, * FROM unnest("
                + joined(column -> "?::" + column.type() + "[]")
                + ") ON CONFLICT (gateway_id, epoch, seq, at) DO NOTHING";
    }

    private static String joined(Function<Column, String> part) {
        return Column.ALL.stream().map(part).collect(Collectors.joining(", "));
    }
}
