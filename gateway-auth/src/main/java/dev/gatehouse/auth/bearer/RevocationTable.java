package dev.gatehouse.auth.bearer;

import static dev.gatehouse.core.database.Transaction.timestamp;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** The SQL of revocations. */
final class RevocationTable {

    private RevocationTable() {}

    /** @param change its number: later ones become visible later */
    record Row(Revocation revocation, long change) {}

    /** One statement numbers and writes it; the lock on the number keeps others from overtaking until the commit. */
    static void insert(Connection connection, Revocation revocation) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                WITH next AS (UPDATE auth.revocation_change SET number = number + 1 RETURNING number)
                INSERT INTO auth.revocation (id, until, change) SELECT ?, ?, number FROM next
                ON CONFLICT (id) DO NOTHING""")) {
            insert.setString(1, revocation.id());
            insert.setObject(2, timestamp(revocation.until()));
            insert.executeUpdate();
        }
    }

    static List<Row> changedAfter(Connection connection, long change, int rowsMax) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT id, until, change FROM auth.revocation WHERE change > ? ORDER BY change LIMIT ?")) {
            select.setLong(1, change);
            select.setInt(2, rowsMax);
            try (ResultSet rows = select.executeQuery()) {
                List<Row> found = new ArrayList<>();
                while (rows.next()) {
                    Instant until =
                            rows.getObject("until", OffsetDateTime.class).toInstant();
                    found.add(new Row(new Revocation(rows.getString("id"), until), rows.getLong("change")));
                }
                return found;
            }
        }
    }

    static int sweep(Connection connection, Instant now, int rowsMax) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("""
                DELETE FROM auth.revocation WHERE id IN
                  (SELECT id FROM auth.revocation WHERE until < ? ORDER BY until LIMIT ? FOR UPDATE SKIP LOCKED)""")) {
            delete.setObject(1, timestamp(now));
            delete.setInt(2, rowsMax);
            return delete.executeUpdate();
        }
    }
}
