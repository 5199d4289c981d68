package dev.gatehouse.audit.search;

import static dev.gatehouse.audit.ship.ShipFixture.execute;

import dev.gatehouse.audit.ship.ShipFixture;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;

/** Rows as no gateway has to write them, in partitions of two numbers of days and two days each. */
final class Rows {
    static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    final DataSource database = ShipFixture.migrated(TestDatabase.shared().fresh());
    private long seq;

    Rows() {
        for (int keep : new int[] {30, 400}) {
            String table = "audit.event_" + keep;
            execute(
                    database,
                    "CREATE TABLE " + table + " PARTITION OF audit.event FOR VALUES IN (" + keep
                            + ") PARTITION BY RANGE (at)");
            execute(
                    database,
                    "CREATE TABLE " + table + "_a PARTITION OF " + table
                            + " FOR VALUES FROM ('2026-11-20 00:00:00+00') TO ('2026-11-21 00:00:00+00')");
            execute(database, "CREATE TABLE " + table + "_default PARTITION OF " + table + " DEFAULT");
        }
    }

    /** A row of gateway g in epoch 1; returns its number. */
    long add(int keep, Instant at, Map<String, String> columns) throws SQLException {
        Map<String, String> all = new TreeMap<>(columns);
        all.putIfAbsent("type", "call_attempted");
        String marks = ", ?".repeat(all.size());
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO audit.event (gateway_id, epoch, seq, at, keep_days, body, "
                                + String.join(", ", all.keySet()) + ") VALUES ('g', 1, ?, ?, ?, '{}'" + marks + ")")) {
            insert.setLong(1, ++seq);
            insert.setObject(2, Conditions.time(at));
            insert.setInt(3, keep);
            int place = 4;
            for (String value : all.values()) {
                insert.setString(place++, value);
            }
            insert.executeUpdate();
        }
        return seq;
    }

    static TrailQuery by(Field field, String value) {
        return new TrailQuery(Map.of(field, value), Optional.empty(), Optional.empty(), Sight.EVERYTHING);
    }

    static TrailQuery all(Sight sight) {
        return new TrailQuery(Map.of(), Optional.empty(), Optional.empty(), sight);
    }
}
