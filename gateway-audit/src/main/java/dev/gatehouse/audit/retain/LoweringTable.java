package dev.gatehouse.audit.retain;

import static dev.gatehouse.core.database.Transaction.instant;
import static dev.gatehouse.core.database.Transaction.timestamp;

import dev.gatehouse.audit.retain.Lowering.Ending;
import dev.gatehouse.audit.retain.Lowering.Signer;
import dev.gatehouse.audit.retain.Lowering.State;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The SQL of lowerings. Whatever may happen once only is one statement. */
final class LoweringTable {
    private static final String SELECT =
            "SELECT lowering.*, floor.days AS days_now FROM audit.lowering LEFT JOIN audit.floor USING (bundle) ";

    private LoweringTable() {}

    static List<Lowering> newest(Connection connection, Instant now, int max) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT + "ORDER BY asked_at DESC, id LIMIT ?")) {
            select.setInt(1, max);
            return read(select, now);
        }
    }

    static Optional<Lowering> find(Connection connection, String id, Instant now) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT + "WHERE id = ?")) {
            select.setString(1, id);
            return read(select, now).stream().findFirst();
        }
    }

    static void insert(Connection connection, Lowering lowering) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO audit.lowering (id, bundle, from_days, to_days, reason, asker, asked_by, asked_at, expires_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""")) {
            insert.setString(1, lowering.id());
            insert.setString(2, FloorTable.key(lowering.bundle()));
            insert.setInt(3, lowering.fromDays());
            insert.setInt(4, lowering.toDays());
            insert.setString(5, lowering.reason());
            insert.setString(6, lowering.asked().person());
            insert.setString(7, lowering.asked().label());
            insert.setObject(8, timestamp(lowering.askedAt()));
            insert.setObject(9, timestamp(lowering.expiresAt()));
            insert.executeUpdate();
        }
    }

    /** False when it is over already. The database refuses that whoever asked confirms. */
    static boolean end(Connection connection, String id, Ending ending) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE audit.lowering
                SET ending = ?, ender = ?, ended_by = ?, ended_at = ?, end_reason = ?, ended_in = pg_current_xact_id()
                WHERE id = ? AND ending IS NULL AND expires_at > ?""")) {
            update.setString(1, ending.state().name().toLowerCase(Locale.ROOT));
            update.setString(2, ending.by().person());
            update.setString(3, ending.by().label());
            update.setObject(4, timestamp(ending.at()));
            update.setString(5, ending.reason().orElse(null));
            update.setString(6, id);
            update.setObject(7, timestamp(ending.at()));
            return update.executeUpdate() == 1;
        }
    }

    private static List<Lowering> read(PreparedStatement select, Instant now) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            List<Lowering> lowerings = new ArrayList<>();
            while (row.next()) {
                lowerings.add(lowering(row, now));
            }
            return lowerings;
        }
    }

    private static Lowering lowering(ResultSet row, Instant now) throws SQLException {
        Optional<Ending> ending = ending(row);
        return new Lowering(
                row.getString("id"),
                FloorTable.bundle(row.getString("bundle")),
                row.getInt("from_days"),
                row.getInt("to_days"),
                row.getString("reason"),
                new Signer(row.getString("asker"), row.getString("asked_by")),
                instant(row, "asked_at").orElseThrow(),
                instant(row, "expires_at").orElseThrow(),
                ending,
                ending.isPresent() ? ending.get().state() : unended(row, now));
    }

    private static State unended(ResultSet row, Instant now) throws SQLException {
        if (!now.isBefore(instant(row, "expires_at").orElseThrow())) {
            return State.EXPIRED;
        }
        return row.getInt("days_now") == row.getInt("from_days") ? State.OPEN : State.OVERTAKEN;
    }

    private static Optional<Ending> ending(ResultSet row) throws SQLException {
        String word = row.getString("ending");
        return word == null
                ? Optional.empty()
                : Optional.of(new Ending(
                        State.valueOf(word.toUpperCase(Locale.ROOT)),
                        new Signer(row.getString("ender"), row.getString("ended_by")),
                        instant(row, "ended_at").orElseThrow(),
                        Optional.ofNullable(row.getString("end_reason"))));
    }
}
