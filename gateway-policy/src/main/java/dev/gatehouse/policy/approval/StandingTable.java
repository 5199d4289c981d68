package dev.gatehouse.policy.approval;

import static dev.gatehouse.core.database.Transaction.instant;
import static dev.gatehouse.core.database.Transaction.timestamp;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The SQL of standing approvals. */
final class StandingTable {
    private static final String COLUMNS =
            "SELECT id, about, granted_by, granted_at, expires_at FROM policy.standing_approval ";

    private StandingTable() {}

    static Optional<StandingApproval> find(Connection connection, String likeness, Instant now) throws SQLException {
        return select(
                        connection,
                        "WHERE likeness = ? AND expires_at > ? ORDER BY expires_at DESC LIMIT 1",
                        likeness,
                        now)
                .stream()
                .findFirst();
    }

    static Optional<StandingApproval> byId(Connection connection, String id, Instant now) throws SQLException {
        return select(connection, "WHERE id = ? AND expires_at > ?", id, now).stream()
                .findFirst();
    }

    /** In the order they end. */
    static List<StandingApproval> all(Connection connection, Instant now) throws SQLException {
        return select(connection, "WHERE id <> ? AND expires_at > ? ORDER BY expires_at, id", "", now);
    }

    static void insert(Connection connection, StandingApproval standing, String likeness) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO policy.standing_approval (id, likeness, bundle, about, granted_by, granted_at, expires_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)""")) {
            insert.setString(1, standing.id());
            insert.setString(2, likeness);
            insert.setString(3, standing.about().bundle().value());
            insert.setString(4, standing.about().json());
            insert.setString(5, standing.grantedBy());
            insert.setObject(6, timestamp(standing.grantedAt()));
            insert.setObject(7, timestamp(standing.expiresAt()));
            insert.executeUpdate();
        }
    }

    static boolean delete(Connection connection, String id) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM policy.standing_approval WHERE id = ?")) {
            delete.setString(1, id);
            return delete.executeUpdate() == 1;
        }
    }

    static void sweep(Connection connection, Instant now) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM policy.standing_approval WHERE expires_at <= ?")) {
            delete.setObject(1, timestamp(now));
            delete.executeUpdate();
        }
    }

    private static List<StandingApproval> select(Connection connection, String where, String key, Instant now)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(COLUMNS + where)) {
            select.setString(1, key);
            select.setObject(2, timestamp(now));
            List<StandingApproval> found = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(new StandingApproval(
                            rows.getString("id"),
                            About.read(rows.getString("about")),
                            rows.getString("granted_by"),
                            instant(rows, "granted_at").orElseThrow(),
                            instant(rows, "expires_at").orElseThrow()));
                }
            }
            return found;
        }
    }
}
