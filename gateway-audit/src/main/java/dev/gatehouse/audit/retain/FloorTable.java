package dev.gatehouse.audit.retain;

import static dev.gatehouse.core.database.Transaction.timestamp;

import dev.gatehouse.core.database.Transaction;
import dev.gatehouse.core.identity.BundleName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The SQL of floors. */
final class FloorTable {
    /** Arbitrary; whoever changes a floor, or asks for that, does so alone. */
    private static final long CHANGING = 0x6761_7465_0003L;

    private FloorTable() {}

    /** Until the transaction ends, nobody else raises or lowers a floor. */
    static void lock(Connection connection) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("SELECT pg_advisory_xact_lock(?)")) {
            lock.setLong(1, CHANGING);
            lock.execute();
        }
    }

    static List<Floor> all(Connection connection) throws SQLException {
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery("SELECT bundle, days, since, set_by FROM audit.floor ORDER BY 1")) {
            List<Floor> floors = new ArrayList<>();
            while (row.next()) {
                floors.add(new Floor(
                        bundle(row.getString("bundle")),
                        row.getInt("days"),
                        Transaction.instant(row, "since").orElseThrow(),
                        row.getString("set_by")));
            }
            return floors;
        }
    }

    static Map<Optional<BundleName>, Integer> days(Connection connection) throws SQLException {
        Map<Optional<BundleName>, Integer> days = new HashMap<>();
        for (Floor floor : all(connection)) {
            days.put(floor.bundle(), floor.days());
        }
        return Map.copyOf(days);
    }

    /** Where it is lower, or where there is none. */
    static void raise(Connection connection, Floor floor) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("""
                INSERT INTO audit.floor AS known (bundle, days, since, set_by) VALUES (?, ?, ?, ?)
                ON CONFLICT (bundle) DO UPDATE SET days = EXCLUDED.days, since = EXCLUDED.since, set_by = EXCLUDED.set_by
                WHERE known.days < EXCLUDED.days""")) {
            upsert.setString(1, key(floor.bundle()));
            upsert.setInt(2, floor.days());
            upsert.setObject(3, timestamp(floor.since()));
            upsert.setString(4, floor.setBy());
            upsert.executeUpdate();
        }
    }

    /** False when it is not as many days as the lowering is about. The database refuses what nobody else confirmed. */
    static boolean lower(Connection connection, Lowering lowering, String by, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE audit.floor SET days = ?, since = ?, set_by = ? WHERE bundle = ? AND days = ?")) {
            update.setInt(1, lowering.toDays());
            update.setObject(2, timestamp(now));
            update.setString(3, by);
            update.setString(4, key(lowering.bundle()));
            update.setInt(5, lowering.fromDays());
            return update.executeUpdate() == 1;
        }
    }

    static String key(Optional<BundleName> bundle) {
        return bundle.map(BundleName::value).orElse("");
    }

    static Optional<BundleName> bundle(String key) {
        return key.isEmpty() ? Optional.empty() : Optional.of(new BundleName(key));
    }
}
