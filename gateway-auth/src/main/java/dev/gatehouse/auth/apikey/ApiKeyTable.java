package dev.gatehouse.auth.apikey;

import static dev.gatehouse.core.database.Transaction.instant;
import static dev.gatehouse.core.database.Transaction.timestamp;

import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.mcp.ServerName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The SQL of API keys. */
final class ApiKeyTable {
    private static final String COLUMNS = "id, sha256, agent, client_id, label, prefix, server, created_at, expires_at,"
            + " revoked_at, last_used_at, change";

    private ApiKeyTable() {}

    /** The client id of an agent that has credentials. */
    static Optional<String> clientOf(Connection connection, AgentName agent) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT client_id FROM auth.agent_client WHERE agent = ? AND revoked_at IS NULL")) {
            select.setString(1, agent.value());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }

    static int countLive(Connection connection, String clientId, Instant now) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT count(*) FROM auth.agent_key
                WHERE client_id = ? AND revoked_at IS NULL AND expires_at > ?""")) {
            select.setString(1, clientId);
            select.setObject(2, timestamp(now));
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getInt(1) : 0;
            }
        }
    }

    static void insert(Connection connection, ApiKeyRow key) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO auth.agent_key
                  (id, sha256, agent, client_id, label, prefix, server, created_at, expires_at, change)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")) {
            insert.setString(1, key.id());
            insert.setBytes(2, key.sha256());
            insert.setString(3, key.agent().value());
            insert.setString(4, key.clientId());
            insert.setString(5, key.label());
            insert.setString(6, key.shown());
            insert.setString(7, key.server().map(ServerName::value).orElse(null));
            insert.setObject(8, timestamp(key.createdAt()));
            insert.setObject(9, timestamp(key.expiresAt()));
            insert.setLong(10, key.change());
            insert.executeUpdate();
        }
    }

    /** Empty when the agent has no such key, or when it was revoked before. */
    static Optional<ApiKeyRow> revoke(Connection connection, AgentName agent, String id, Instant now, long change)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE auth.agent_key SET revoked_at = ?, change = ? WHERE id = ? AND agent = ? AND revoked_at IS NULL"
                        + " RETURNING " + COLUMNS)) {
            update.setObject(1, timestamp(now));
            update.setLong(2, change);
            update.setString(3, id);
            update.setString(4, agent.value());
            return read(update).stream().findFirst();
        }
    }

    /** All keys of an agent, the newest first. */
    static List<ApiKeyRow> of(Connection connection, AgentName agent) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT " + COLUMNS + " FROM auth.agent_key WHERE agent = ? ORDER BY created_at DESC, id")) {
            select.setString(1, agent.value());
            return read(select);
        }
    }

    /** Rows changed after a change, in the order of their changes. */
    static List<ApiKeyRow> changedAfter(Connection connection, long change, int rowsMax) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT " + COLUMNS + " FROM auth.agent_key WHERE change > ? ORDER BY change LIMIT ?")) {
            select.setLong(1, change);
            select.setInt(2, rowsMax);
            return read(select);
        }
    }

    /** @param uses the last use of each key, by its id */
    static void used(Connection connection, Map<String, Instant> uses) throws SQLException {
        List<Map.Entry<String, Instant>> entries = List.copyOf(uses.entrySet());
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE auth.agent_key k SET last_used_at = greatest(k.last_used_at, u.at)
                FROM unnest(?::text[], ?::timestamptz[]) u (id, at) WHERE k.id = u.id""")) {
            update.setArray(
                    1,
                    connection.createArrayOf(
                            "text", entries.stream().map(Map.Entry::getKey).toArray()));
            update.setArray(
                    2,
                    connection.createArrayOf(
                            "timestamptz",
                            entries.stream()
                                    .map(entry -> timestamp(entry.getValue()).toString())
                                    .toArray()));
            update.executeUpdate();
        }
    }

    static void sweep(Connection connection, Instant expiredBefore, int rowsMax) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("""
                DELETE FROM auth.agent_key WHERE id IN (SELECT id FROM auth.agent_key
                  WHERE expires_at < ? ORDER BY expires_at LIMIT ? FOR UPDATE SKIP LOCKED)""")) {
            delete.setObject(1, timestamp(expiredBefore));
            delete.setInt(2, rowsMax);
            delete.executeUpdate();
        }
    }

    private static List<ApiKeyRow> read(PreparedStatement statement) throws SQLException {
        List<ApiKeyRow> keys = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                keys.add(key(rows));
            }
        }
        return keys;
    }

    private static ApiKeyRow key(ResultSet row) throws SQLException {
        return new ApiKeyRow(
                row.getString("id"),
                row.getBytes("sha256"),
                new AgentName(row.getString("agent")),
                row.getString("client_id"),
                row.getString("label"),
                row.getString("prefix"),
                Optional.ofNullable(row.getString("server")).map(ServerName::new),
                instant(row, "created_at").orElseThrow(),
                instant(row, "expires_at").orElseThrow(),
                instant(row, "revoked_at"),
                instant(row, "last_used_at"),
                row.getLong("change"));
    }
}
