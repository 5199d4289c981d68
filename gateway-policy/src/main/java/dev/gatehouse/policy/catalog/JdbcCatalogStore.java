package dev.gatehouse.policy.catalog;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.mcp.ToolDefinition;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.upstream.CatalogStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Keeps the last listing of each upstream, byte for byte. Replicas may save at the same time: one listing wins whole.
 * Every method blocks for at most {@value #QUERY_TIMEOUT_SECONDS} s per statement and throws
 * {@link CatalogStoreException} when the database fails.
 */
public final class JdbcCatalogStore implements CatalogStore {
    private static final int QUERY_TIMEOUT_SECONDS = 10;

    private static final String LOAD_LISTING = "SELECT 1 FROM policy.catalog WHERE upstream = ? AND digest = ?";
    private static final String LOAD_TOOLS =
            "SELECT name, definition FROM policy.catalog_tool WHERE upstream = ? ORDER BY position";
    private static final String SAVE_LISTING = "INSERT INTO policy.catalog (upstream, digest) VALUES (?, ?)"
            + " ON CONFLICT (upstream) DO UPDATE SET digest = excluded.digest, saved_at = now()";
    private static final String DELETE_TOOLS = "DELETE FROM policy.catalog_tool WHERE upstream = ?";
    private static final String SAVE_TOOL =
            "INSERT INTO policy.catalog_tool (upstream, position, name, definition) VALUES (?, ?, ?, ?)";

    private final DataSource database;

    public JdbcCatalogStore(DataSource database) {
        this.database = database;
    }

    @Override
    public Optional<List<ToolDefinition>> load(UpstreamId upstream, String digest) {
        try (Connection connection = database.getConnection()) {
            begin(connection, Connection.TRANSACTION_REPEATABLE_READ);
            Optional<List<ToolDefinition>> listing =
                    isKnown(connection, upstream, digest) ? Optional.of(tools(connection, upstream)) : Optional.empty();
            connection.commit();
            return listing;
        } catch (SQLException | JsonSyntaxException e) {
            throw new CatalogStoreException("load", upstream, e);
        }
    }

    @Override
    public void save(UpstreamId upstream, String digest, List<ToolDefinition> tools) {
        try (Connection connection = database.getConnection()) {
            begin(connection, Connection.TRANSACTION_READ_COMMITTED);
            execute(connection, SAVE_LISTING, upstream.value(), digest);
            execute(connection, DELETE_TOOLS, upstream.value());
            insert(connection, upstream, tools);
            connection.commit();
        } catch (SQLException e) {
            throw new CatalogStoreException("save", upstream, e);
        }
    }

    private static boolean isKnown(Connection connection, UpstreamId upstream, String digest) throws SQLException {
        try (PreparedStatement query = prepare(connection, LOAD_LISTING, upstream.value(), digest);
                ResultSet rows = query.executeQuery()) {
            return rows.next();
        }
    }

    private static List<ToolDefinition> tools(Connection connection, UpstreamId upstream)
            throws SQLException, JsonSyntaxException {
        try (PreparedStatement query = prepare(connection, LOAD_TOOLS, upstream.value());
                ResultSet rows = query.executeQuery()) {
            List<ToolDefinition> tools = new ArrayList<>();
            while (rows.next()) {
                tools.add(new ToolDefinition(rows.getString(1), Json.read(rows.getBytes(2))));
            }
            return List.copyOf(tools);
        }
    }

    private static void insert(Connection connection, UpstreamId upstream, List<ToolDefinition> tools)
            throws SQLException {
        try (PreparedStatement insert = prepare(connection, SAVE_TOOL, upstream.value())) {
            for (int position = 0; position < tools.size(); position++) {
                insert.setInt(2, position);
                insert.setString(3, tools.get(position).name());
                insert.setBytes(4, tools.get(position).definition().bytes());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void begin(Connection connection, int isolation) throws SQLException {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(isolation);
    }

    private static void execute(Connection connection, String sql, String... values) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, values)) {
            statement.executeUpdate();
        }
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
