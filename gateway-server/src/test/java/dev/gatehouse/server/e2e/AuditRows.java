package dev.gatehouse.server.e2e;

import dev.gatehouse.testkit.postgres.Connectable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;

/** What PostgreSQL holds of the trail, read past the gateway. */
public final class AuditRows {
    private final Connectable database;

    public AuditRows(Connectable database) {
        this.database = database;
    }

    public long count(String where) throws SQLException {
        return Long.parseLong(
                column("select count(*) from audit.event where " + where).getFirst());
    }

    public Set<String> set(String sql) throws SQLException {
        return new HashSet<>(column(sql));
    }

    public List<String> column(String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    /** Waits until the count is as wanted: shipping is asynchronous, and bounded. */
    public long await(String where, LongPredicate wanted, Duration wait) throws SQLException {
        long until = System.nanoTime() + wait.toNanos();
        long count = count(where);
        while (!wanted.test(count) && System.nanoTime() < until) {
            LockSupport.parkNanos(20_000_000);
            count = count(where);
        }
        return count;
    }
}
