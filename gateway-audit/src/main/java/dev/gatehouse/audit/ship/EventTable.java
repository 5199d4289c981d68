package dev.gatehouse.audit.ship;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Puts rows into {@code audit.event}: one statement for any number of them, and a row that is there already stays. */
final class EventTable {
    /** Microseconds arrive in binary; a text would have to be written and parsed for each row. */
    private static final String AT = "'epoch'::timestamptz + at * '1 us'::interval";

    private static final String INSERT = insert();

    private final String gatewayId;

    EventTable(String gatewayId) {
        this.gatewayId = gatewayId;
    }

    void insert(Connection connection, List<Row> rows) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, gatewayId);
            for (int i = 0; i < Column.ALL.size(); i++) {
                Column column = Column.ALL.get(i);
                insert.setArray(i + 2, connection.createArrayOf(column.type(), column.of(rows)));
            }
            insert.executeUpdate();
        }
    }

    private static String insert() {
        return "INSERT INTO audit.event (gateway_id, "
                + joined(Column::name)
                + ") SELECT ?, "
                + joined(column -> column.name().equals("at") ? AT : column.name())
                + " FROM unnest("
                + joined(column -> "?::" + column.type() + "[]")
                + ") AS row ("
                + joined(Column::name)
                + ") ON CONFLICT (gateway_id, epoch, seq, at) DO NOTHING";
    }

    private static String joined(Function<Column, String> part) {
        return Column.ALL.stream().map(part).collect(Collectors.joining(", "));
    }
}
