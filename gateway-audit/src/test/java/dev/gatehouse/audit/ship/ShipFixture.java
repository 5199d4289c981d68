package dev.gatehouse.audit.ship;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** A migrated database and a hurried shipper. */
public final class ShipFixture {
    public static final ShipSettings HURRIED = new ShipSettings(
            100, 64 << 10, Duration.ofMillis(5), Duration.ofMillis(5), Duration.ofMillis(100), Duration.ofSeconds(2));

    private ShipFixture() {}

    public static DataSource migrated(DataSource database) {
        Flyway.configure()
                .dataSource(database)
                .defaultSchema("audit")
                .locations("classpath:db/migration/audit")
                .load()
                .migrate();
        return database;
    }

    public static List<String> strings(DataSource database, String sql) {
        List<String> rows = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(String.valueOf(result.getString(1)));
            }
            return rows;
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    public static long number(DataSource database, String sql) {
        return Long.parseLong(strings(database, sql).getFirst());
    }

    public static void execute(DataSource database, String sql) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }
}
