package dev.gatehouse.audit.alert;

import static dev.gatehouse.core.database.Transaction.instant;
import static dev.gatehouse.core.database.Transaction.timestamp;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The SQL of what is still to be told. A row is written with the alert that it tells of, so a restart loses none. */
final class ParcelTable {
    private ParcelTable() {}

    /** Says whether there was room for it. */
    static boolean insert(Connection connection, Parcel parcel) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO audit.alert_notice (alert, channel, severity, notice, made_at, due_at)
                SELECT ?, ?, ?, ?, ?, ? WHERE (SELECT count(*) FROM audit.alert_notice WHERE channel = ?) < ?""")) {
            insert.setString(1, parcel.alert());
            insert.setString(2, parcel.channel());
            insert.setInt(3, parcel.severity().rank());
            insert.setString(4, AlertNotice.kept(parcel.notice()));
            insert.setObject(5, timestamp(parcel.madeAt()));
            insert.setObject(6, timestamp(parcel.dueAt()));
            insert.setString(7, parcel.channel());
            insert.setInt(8, Parcel.room(parcel.severity()));
            return insert.executeUpdate() == 1;
        }
    }

    /** Those due, the worst first, taken until the lease ends: then, unless they were told, somebody may take them again. */
    static List<Parcel> take(Connection connection, Instant now, Instant lease, int max) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE audit.alert_notice SET due_at = ?, attempts = attempts + 1 WHERE id IN (
                    SELECT id FROM audit.alert_notice WHERE due_at <= ? ORDER BY severity, made_at LIMIT ?
                    FOR UPDATE SKIP LOCKED)
                RETURNING id, alert, channel, severity, notice, made_at, due_at, attempts""")) {
            update.setObject(1, timestamp(lease));
            update.setObject(2, timestamp(now));
            update.setInt(3, max);
            List<Parcel> taken = new ArrayList<>();
            try (ResultSet row = update.executeQuery()) {
                while (row.next()) {
                    taken.add(new Parcel(
                            row.getLong("id"),
                            row.getString("alert"),
                            row.getString("channel"),
                            Severity.ofRank(row.getInt("severity")),
                            AlertNotice.read(row.getString("notice")),
                            instant(row, "made_at").orElseThrow(),
                            instant(row, "due_at").orElseThrow(),
                            row.getInt("attempts")));
                }
            }
            taken.sort(Parcel.WORST_FIRST);
            return taken;
        }
    }

    static void delete(Connection connection, long id) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM audit.alert_notice WHERE id = ?")) {
            delete.setLong(1, id);
            delete.executeUpdate();
        }
    }

    static void postpone(Connection connection, long id, Instant due) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE audit.alert_notice SET due_at = ? WHERE id = ?")) {
            update.setObject(1, timestamp(due));
            update.setLong(2, id);
            update.executeUpdate();
        }
    }

    static long count(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT count(*) FROM audit.alert_notice");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
