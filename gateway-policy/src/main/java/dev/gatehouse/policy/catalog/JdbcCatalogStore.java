package dev.gatehouse.policy.catalog;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.upstream.CatalogStore;
import dev.gatehouse.core.upstream.Conditional;
import dev.gatehouse.core.upstream.Offering;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Keeps the last listing of each upstream, byte for byte. Replicas may save at the same time: one listing wins whole.
 * Every method blocks for at most {@value #QUERY_TIMEOUT_SECONDS} s per statement and throws
 * {@link CatalogStoreException} when the database fails.
 */
public final class JdbcCatalogStore implements CatalogStore {
    private static final int QUERY_TIMEOUT_SECONDS = 10;

    private static final String LOAD_LISTING =
            "SELECT capabilities, instructions FROM policy.catalog WHERE upstream = ? AND digest = ?";
    private static final String LOAD_ENTRIES =
            "SELECT kind, name, definition, needed FROM policy.catalog_entry WHERE upstream = ?"
                    + " ORDER BY kind, position";
    private static final String SAVE_LISTING =
            "INSERT INTO policy.catalog (upstream, digest, instructions, capabilities)"
                    + " VALUES (?, ?, ?, ?) ON CONFLICT (upstream) DO UPDATE SET digest = excluded.digest,"
                    + " capabilities = excluded.capabilities, instructions = excluded.instructions, saved_at = now()";
    private static final String DELETE_ENTRIES = "DELETE FROM policy.catalog_entry WHERE upstream = ?";
    private static final String SAVE_ENTRY =
            "INSERT INTO policy.catalog_entry (upstream, kind, position, name, definition, needed)"
                    + " VALUES (?, ?, ?, ?, ?, ?)";

    private final DataSource database;

    public JdbcCatalogStore(DataSource database) {
        this.database = database;
    }

    @Override
    public Optional<Offering> load(UpstreamId upstream, String digest) {
        try (Connection connection = database.getConnection()) {
            begin(connection, Connection.TRANSACTION_REPEATABLE_READ);
            Optional<Offering> offering = offering(connection, upstream, digest);
            connection.commit();
            return offering;
        } catch (SQLException | JsonSyntaxException e) {
            throw new CatalogStoreException("load", upstream, e);
        }
    }

    @Override
    public void save(UpstreamId upstream, String digest, Offering offering) {
        try (Connection connection = database.getConnection()) {
            begin(connection, Connection.TRANSACTION_READ_COMMITTED);
            saveListing(connection, upstream, digest, offering);
            try (PreparedStatement delete = prepare(connection, DELETE_ENTRIES, upstream.value())) {
                delete.executeUpdate();
            }
            saveEntries(connection, upstream, offering);
            connection.commit();
        } catch (SQLException e) {
            throw new CatalogStoreException("save", upstream, e);
        }
    }

    private static Optional<Offering> offering(Connection connection, UpstreamId upstream, String digest)
            throws SQLException, JsonSyntaxException {
        try (PreparedStatement query = prepare(connection, LOAD_LISTING, upstream.value(), digest);
                ResultSet row = query.executeQuery()) {
            return row.next() ? Optional.of(offering(connection, upstream, row)) : Optional.empty();
        }
    }

    private static Offering offering(Connection connection, UpstreamId upstream, ResultSet listing)
            throws SQLException, JsonSyntaxException {
        Map<Primitive, List<Definition>> entries = new EnumMap<>(Primitive.class);
        List<Conditional> conditional = new ArrayList<>();
        try (PreparedStatement query = prepare(connection, LOAD_ENTRIES, upstream.value());
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                Primitive kind = Primitive.valueOf(rows.getString(1));
                Definition entry = new Definition(kind, rows.getString(2), Json.read(rows.getBytes(3)));
                ClientCapabilities needed = ClientCapabilities.of(Json.read(rows.getString(4)));
                if (needed.equals(ClientCapabilities.NONE)) {
                    entries.computeIfAbsent(kind, _ -> new ArrayList<>()).add(entry);
                } else {
                    conditional.add(new Conditional(needed, entry));
                }
            }
        }
        return new Offering(entries, Json.read(listing.getBytes(1)), listing.getString(2), conditional);
    }

    private static void saveListing(Connection connection, UpstreamId upstream, String digest, Offering offering)
            throws SQLException {
        // PostgreSQL's text holds no U+0000, which JSON may.
        String instructions = offering.instructions().replace("\0", "");
        try (PreparedStatement save = prepare(connection, SAVE_LISTING, upstream.value(), digest, instructions)) {
            save.setBytes(4, offering.capabilities().bytes());
            save.executeUpdate();
        }
    }

    private static void saveEntries(Connection connection, UpstreamId upstream, Offering offering) throws SQLException {
        Map<Primitive, Integer> positions = new EnumMap<>(Primitive.class);
        try (PreparedStatement insert = prepare(connection, SAVE_ENTRY, upstream.value())) {
            for (Primitive kind : Primitive.values()) {
                for (Definition entry : offering.of(kind)) {
                    add(insert, entry, ClientCapabilities.NONE, positions);
                }
            }
            for (Conditional entry : offering.conditional()) {
                add(insert, entry.definition(), entry.needed(), positions);
            }
            insert.executeBatch();
        }
    }

    private static void add(
            PreparedStatement insert, Definition entry, ClientCapabilities needed, Map<Primitive, Integer> positions)
            throws SQLException {
        insert.setString(2, entry.kind().name());
        insert.setInt(3, positions.merge(entry.kind(), 0, (last, _) -> last + 1));
        insert.setString(4, entry.name());
        insert.setBytes(5, entry.json().bytes());
        insert.setString(6, needed.declaredTo(ProtocolVersion.LATEST).toString());
        insert.addBatch();
    }

    private static void begin(Connection connection, int isolation) throws SQLException {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(isolation);
    }

    private static PreparedStatement prepare(Connection connection, String sql, String... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setQueryTimeout(QUERY_TIMEOUT_SECONDS);
        for (int i = 0; i < values.length; i++) {
            statement.setString(i + 1, values[i]);
        }
        return statement;
    }
}
