package dev.gatehouse.policy.approval;

import static dev.gatehouse.core.database.Transaction.timestamp;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The SQL of what is to be told. A row is written with the change it tells of, so a restart loses none. */
final class NoticeTable {
    static final String ASKED = "asked";
    static final String APPROVED = "approved";
    static final String DENIED = "denied";

    private NoticeTable() {}

    record Notice(long id, String approval, String event, String channel, int attempts) {}

    static void insert(Connection connection, String approval, String event, Set<String> channels, Instant now)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO policy.approval_notice (approval, event, channel, due_at) VALUES (?, ?, ?, ?)")) {
            for (String channel : channels) {
                insert.setString(1, approval);
                insert.setString(2, event);
                insert.setString(3, channel);
                insert.setObject(4, timestamp(now));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** Those due, taken until the lease ends: then, unless they were told, somebody may take them again. */
    static List<Notice> take(Connection connection, Instant now, Instant lease, int max) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE policy.approval_notice SET due_at = ?, attempts = attempts + 1 WHERE id IN (
                    SELECT id FROM policy.approval_notice WHERE due_at <= ? ORDER BY due_at LIMIT ?
                    FOR UPDATE SKIP LOCKED)
                RETURNING id, approval, event, channel, attempts""")) {
            update.setObject(1, timestamp(lease));
            update.setObject(2, timestamp(now));
            update.setInt(3, max);
            List<Notice> taken = new ArrayList<>();
            try (ResultSet rows = update.executeQuery()) {
                while (rows.next()) {
                    taken.add(new Notice(
                            rows.getLong("id"),
                            rows.getString("approval"),
                            rows.getString("event"),
                            rows.getString("channel"),
                            rows.getInt("attempts")));
                }
            }
            return taken;
        }
    }

    static void delete(Connection connection, long id) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM policy.approval_notice WHERE id = ?")) {
            delete.setLong(1, id);
            delete.executeUpdate();
        }
    }

    static void postpone(Connection connection, long id, Instant due) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE policy.approval_notice SET due_at = ? WHERE id = ?")) {
            update.setObject(1, timestamp(due));
            update.setLong(2, id);
            update.executeUpdate();
        }
    }
}
