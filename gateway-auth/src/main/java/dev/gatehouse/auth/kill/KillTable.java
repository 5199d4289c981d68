package dev.gatehouse.auth.kill;

import static dev.gatehouse.core.database.Transaction.timestamp;

import dev.gatehouse.core.policy.KillSwitch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The SQL of kill switches. */
final class KillTable {
    /** No change has it. */
    static final long NO_NUMBER = -1;

    private static final String LOST = "auth.kill_change has lost its row";

    private KillTable() {}

    /** All that are thrown, and the number of the change that made them so. */
    record Snapshot(long number, List<Kill> kills) {
        boolean throwsAlready(KillSwitch what) {
            return of(what).isPresent();
        }

        Optional<Kill> of(KillSwitch what) {
            return kills.stream().filter(kill -> kill.what().equals(what)).findFirst();
        }
    }

    /** The number of the change this transaction makes. Holds up every other change until the transaction ends. */
    static void nextChange(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (statement.executeUpdate("UPDATE auth.kill_change SET number = number + 1") != 1) {
                throw new SQLException(LOST);
            }
        }
    }

    static void insert(Connection connection, Kill kill) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO auth.kill (kind, name, reason, thrown_by, thrown_at) VALUES (?, ?, ?, ?, ?)""")) {
            insert.setString(1, kill.what().kind());
            insert.setString(2, kill.what().name());
            insert.setString(3, kill.reason());
            insert.setString(4, kill.thrownBy());
            insert.setObject(5, timestamp(kill.thrownAt()));
            insert.executeUpdate();
        }
    }

    static void delete(Connection connection, KillSwitch what) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM auth.kill WHERE kind = ? AND name = ?")) {
            delete.setString(1, what.kind());
            delete.setString(2, what.name());
            delete.executeUpdate();
        }
    }

    static Snapshot read(Connection connection) throws SQLException {
        return changedSince(connection, NO_NUMBER).orElseThrow(() -> new SQLException(LOST));
    }

    /** What is thrown, unless the number is the one known. One statement, so number and rows belong together. */
    static Optional<Snapshot> changedSince(Connection connection, long known) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT c.number, k.kind, k.name, k.reason, k.thrown_by, k.thrown_at
                FROM auth.kill_change c LEFT JOIN auth.kill k ON true
                WHERE c.number <> ? ORDER BY k.thrown_at, k.kind, k.name""")) {
            select.setLong(1, known);
            try (ResultSet rows = select.executeQuery()) {
                return read(rows);
            }
        }
    }

    private static Optional<Snapshot> read(ResultSet rows) throws SQLException {
        Optional<Long> number = Optional.empty();
        List<Kill> kills = new ArrayList<>();
        while (rows.next()) {
            number = Optional.of(rows.getLong("number"));
            if (rows.getString("kind") != null) {
                kills.add(kill(rows));
            }
        }
        return number.map(found -> new Snapshot(found, List.copyOf(kills)));
    }

    private static Kill kill(ResultSet row) throws SQLException {
        String kind = row.getString("kind");
        String name = row.getString("name");
        KillSwitch what = KillSwitch.of(kind, name)
                .orElseThrow(() -> new SQLException("auth.kill has a row that names nothing: " + kind + " " + name));
        return new Kill(
                what,
                row.getString("reason"),
                row.getString("thrown_by"),
                row.getObject("thrown_at", OffsetDateTime.class).toInstant());
    }
}
