package dev.gatehouse.audit.report;

import dev.gatehouse.audit.search.Sight;
import dev.gatehouse.core.database.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.Predicate;

/** Reads records of a period, as far as a coverage goes, some hundreds at a time. */
final class TrailRows {
    private static final int FETCH_ROWS = 500;

    private static final String IN_ORDER = " ORDER BY event.at, event.gateway_id, event.epoch, event.seq";

    private final Connection connection;
    private final Period period;
    private final Coverage coverage;
    private final Sight sight;

    TrailRows(Connection connection, Period period, Coverage coverage, Sight sight) {
        this.connection = connection;
        this.period = period;
        this.coverage = coverage;
        this.sight = sight;
    }

    /** Each in the order of the times, until the reader has enough and says false. */
    void inOrder(String condition, Predicate<TrailRow> reader) throws SQLException {
        read("SELECT " + TrailRow.COLUMNS + " FROM audit.event WHERE " + condition, IN_ORDER, reader);
    }

    /** Each in any order; {@code from} names the records {@code event} and may join others to them. */
    void inAnyOrder(String columns, String from, Predicate<TrailRow> reader) throws SQLException {
        read("SELECT " + columns + " FROM " + from, "", reader);
    }

    private void read(String start, String order, Predicate<TrailRow> reader) throws SQLException {
        String bundles = sight.bundles().isPresent() ? " AND event.bundle = ANY (?)" : "";
        try (PreparedStatement select =
                connection.prepareStatement(start + " AND event.at >= ? AND event.at < ?" + bundles + order)) {
            select.setFetchSize(FETCH_ROWS);
            select.setObject(1, Transaction.timestamp(period.from()));
            select.setObject(2, Transaction.timestamp(period.to()));
            if (sight.bundles().isPresent()) {
                Set<String> seen = sight.bundles().get();
                select.setArray(3, connection.createArrayOf("text", seen.toArray()));
            }
            try (ResultSet row = select.executeQuery()) {
                boolean more = true;
                while (more && row.next()) {
                    TrailRow read = TrailRow.read(row);
                    more = !coverage.includes(read.gateway(), read.position()) || reader.test(read);
                }
            }
        }
    }
}
