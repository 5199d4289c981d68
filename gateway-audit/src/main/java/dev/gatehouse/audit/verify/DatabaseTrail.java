package dev.gatehouse.audit.verify;

import dev.gatehouse.audit.event.Lifetime;
import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.audit.table.CopiedRow;
import dev.gatehouse.audit.table.TrailCopy;
import dev.gatehouse.core.json.Json;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * The trail in PostgreSQL. All of it is read as of one moment, by a transaction that others import, so that gateways may ship
 * meanwhile. Takes one connection for itself and one for each reading.
 */
public final class DatabaseTrail implements Trail {
    /** Steps from one gateway to the next by the primary keys: to look at all rows would take as long as to verify them. */
    private static final String GATEWAYS = """
            WITH RECURSIVE seen (id) AS (
                SELECT least((SELECT min(gateway_id) FROM audit.event), (SELECT min(gateway_id) FROM audit.block),
                             (SELECT min(gateway_id) FROM audit.dead_letter))
                UNION ALL
                SELECT least((SELECT min(gateway_id) FROM audit.event WHERE gateway_id > id),
                             (SELECT min(gateway_id) FROM audit.block WHERE gateway_id > id),
                             (SELECT min(gateway_id) FROM audit.dead_letter WHERE gateway_id > id))
                FROM seen WHERE id IS NOT NULL)
            SELECT id FROM seen WHERE id IS NOT NULL""";

    /** The database may think long about a huge day; the pool allows answers to calls much less. */
    private static final int SILENT_MAX_MILLIS = (int) Duration.ofHours(1).toMillis();

    /** A day of the records that are kept for so many days. */
    private record Dropped(int keepDays, LocalDate day) {}

    private final DataSource database;
    private final Connection connection;
    private final String snapshot;
    private @Nullable Set<Dropped> dropped;

    private DatabaseTrail(DataSource database, Connection connection, String snapshot) {
        this.database = database;
        this.connection = connection;
        this.snapshot = snapshot;
    }

    /** @throws IOException when the database does not answer, or has no schema {@code audit} that is known */
    public static DatabaseTrail open(DataSource database) throws IOException {
        try {
            Connection connection = database.getConnection();
            try {
                begin(connection);
                return new DatabaseTrail(database, connection, first(connection, "SELECT pg_export_snapshot()"));
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @Override
    public Extent extent() {
        return Extent.ALL_GATEWAYS;
    }

    @Override
    public List<String> gateways() throws IOException {
        List<String> gateways = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(GATEWAYS)) {
            while (rows.next()) {
                gateways.add(rows.getString(1));
            }
        } catch (SQLException e) {
            throw failed(e);
        }
        return gateways;
    }

    @Override
    public boolean isDropped(int keepDays, LocalDate day) throws IOException {
        Set<Dropped> known = dropped;
        if (known == null) {
            known = readDropped();
            dropped = known;
        }
        return known.contains(new Dropped(keepDays, day));
    }

    /** The rows of {@code audit.retention}, as an export holds them. */
    List<Json> retention() throws IOException {
        List<Json> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT keep_days, day FROM audit.retention ORDER BY keep_days, day")) {
            while (row.next()) {
                rows.add(Json.object()
                        .put("keep_days", row.getInt(1))
                        .put("day", row.getObject(2, LocalDate.class).toString())
                        .build());
            }
        } catch (SQLException e) {
            throw failed(e);
        }
        return rows;
    }

    @Override
    public Entries records(String gateway, Position from) throws IOException {
        return copy(TrailCopy.records(gateway, from));
    }

    /** What a window holds, blocks included. */
    Entries records(Window window) throws IOException {
        return copy(TrailCopy.records(window.gateway(), window.from(), window.to()));
    }

    /** Where the records of a partition lie, for each gateway that has any there. */
    public List<Window> windows(Lifetime lifetime) throws IOException {
        List<Window> windows = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(Window.QUERY)) {
            query.setInt(1, lifetime.days());
            query.setObject(2, lifetime.day().atStartOfDay().atOffset(ZoneOffset.UTC));
            query.setObject(3, lifetime.day().plusDays(1).atStartOfDay().atOffset(ZoneOffset.UTC));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    windows.add(Window.of(rows).widened(connection));
                }
            }
        } catch (SQLException e) {
            throw failed(e);
        }
        return windows;
    }

    @Override
    public Entries blocks(String gateway) throws IOException {
        return copy(TrailCopy.blocks(gateway));
    }

    /** The blocks of a window alone. */
    Entries blocks(Window window) throws IOException {
        return copy(TrailCopy.blocks(window.gateway(), window.from(), window.to()));
    }

    /**
     * From the last block that a gateway made before a time to the one that ends with this record.
     *
     * @return empty when no block ends there
     */
    Optional<Window> window(String gateway, Instant from, Position end) throws IOException {
        try {
            return Window.between(connection, gateway, from, end);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() throws IOException {
        try (connection) {
            connection.rollback();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private Entries copy(String query) throws IOException {
        try {
            Connection reader = database.getConnection();
            try {
                begin(reader);
                execute(reader, "SET TRANSACTION SNAPSHOT '" + snapshot + "'");
                execute(reader, "SET LOCAL statement_timeout = 0");
                return new Copied(
                        reader,
                        new TrailCopy(
                                reader.unwrap(PGConnection.class).getCopyAPI().copyOut(query)));
            } catch (SQLException e) {
                reader.close();
                throw e;
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private Set<Dropped> readDropped() throws IOException {
        Set<Dropped> days = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT keep_days, day FROM audit.retention")) {
            while (rows.next()) {
                days.add(new Dropped(rows.getInt(1), rows.getObject(2, LocalDate.class)));
            }
        } catch (SQLException e) {
            throw failed(e);
        }
        return days;
    }

    private static void begin(Connection connection) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, SILENT_MAX_MILLIS);
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    }

    private static String first(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    private static void execute(Connection connection, String statement) throws SQLException {
        try (Statement execute = connection.createStatement()) {
            execute.execute(statement);
        }
    }

    private static IOException failed(SQLException e) {
        return new IOException("the database: " + e.getMessage(), e);
    }

    private record Copied(Connection reader, TrailCopy copy) implements Entries {
        @Override
        public @Nullable Entry next() throws IOException {
            try {
                Optional<CopiedRow> row = copy.next();
                return row.isPresent() ? new Entry.Found(row.get()) : null;
            } catch (SQLException e) {
                throw failed(e);
            }
        }

        /** What is left before its end is left with its connection: a request to cancel may arrive when something else is asked. */
        @Override
        public void close() throws IOException {
            try {
                if (copy.isActive()) {
                    abandon();
                } else {
                    reader.rollback();
                    reader.close();
                }
            } catch (SQLException e) {
                throw failed(e);
            }
        }

        private void abandon() throws SQLException {
            reader.abort(Runnable::run);
            try {
                reader.close();
            } catch (SQLException _) {
                // A pool takes it back, finds it closed and says so.
            }
        }
    }
}
