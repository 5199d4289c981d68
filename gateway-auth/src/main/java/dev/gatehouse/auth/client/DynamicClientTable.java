package dev.gatehouse.auth.client;

import static dev.gatehouse.core.database.Transaction.timestamp;

import dev.gatehouse.auth.agent.SecretHash;
import dev.gatehouse.auth.client.OAuthClient.AuthMethod;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The SQL of clients that registered themselves. */
final class DynamicClientTable {
    private DynamicClientTable() {}

    /** @param usedSince one that was last used, or made, before that is not there any more */
    static Optional<OAuthClient> find(Connection connection, String clientId, Instant usedSince) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT client_id, name, redirect_uris, auth_method, secret_sha256, jwks, jwks_uri, refreshes
                FROM auth.dynamic_client WHERE client_id = ? AND coalesce(used_at, created_at) > ?""")) {
            select.setString(1, clientId);
            select.setObject(2, timestamp(usedSince));
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(client(row)) : Optional.empty();
            }
        }
    }

    static List<ClientDirectory.Entry> all(Connection connection, Instant usedSince) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT client_id, name, redirect_uris, auth_method, secret_sha256, jwks, jwks_uri, refreshes, created_at,
                  used_at FROM auth.dynamic_client WHERE coalesce(used_at, created_at) > ?""")) {
            select.setObject(1, timestamp(usedSince));
            List<ClientDirectory.Entry> all = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    all.add(new ClientDirectory.Entry(client(row), time(row, "created_at"), time(row, "used_at")));
                }
            }
            return all;
        }
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    static boolean delete(Connection connection, String clientId) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM auth.dynamic_client WHERE client_id = ?")) {
            delete.setString(1, clientId);
            return delete.executeUpdate() == 1;
        }
    }

    /** False, and nothing inserted, when there are as many as there may be. */
    static boolean insert(Connection connection, OAuthClient client, Instant now, int rowsMax) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO auth.dynamic_client (client_id, name, redirect_uris, auth_method, secret_sha256, jwks, jwks_uri,
                  refreshes, created_at)
                SELECT ?, ?, ?, ?, ?, ?, ?, ?, ? WHERE (SELECT count(*) FROM auth.dynamic_client) < ?""")) {
            insert.setString(1, client.clientId());
            insert.setString(2, client.name());
            insert.setArray(
                    3, connection.createArrayOf("text", client.redirectUris().toArray()));
            insert.setString(4, client.authMethods().iterator().next().word());
            insert.setBytes(5, client.secret().map(SecretHash::sha256).orElse(null));
            insert.setString(6, client.keys() instanceof ClientKeys.Inline(String jwks) ? jwks : null);
            insert.setString(7, client.keys() instanceof ClientKeys.At(String uri) ? uri : null);
            insert.setBoolean(8, client.refreshes());
            insert.setObject(9, timestamp(now));
            insert.setInt(10, rowsMax);
            return insert.executeUpdate() == 1;
        }
    }

    /** Deletes the oldest one that nobody ever used, if it had the time to be. */
    static boolean makeRoom(Connection connection, Instant madeBefore) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("""
                DELETE FROM auth.dynamic_client WHERE client_id = (
                  SELECT client_id FROM auth.dynamic_client WHERE used_at IS NULL AND created_at < ?
                  ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED)""")) {
            delete.setObject(1, timestamp(madeBefore));
            return delete.executeUpdate() == 1;
        }
    }

    /** One that a person let in once is in use as long as it is asked after. */
    static void stillUsed(Connection connection, String clientId, Instant now, Instant unlessSince)
            throws SQLException {
        note(connection, "used_at < ?", clientId, now, unlessSince);
    }

    /** Writes only when what is written there is older than {@code unlessSince}. */
    static void used(Connection connection, String clientId, Instant now, Instant unlessSince) throws SQLException {
        note(connection, "(used_at IS NULL OR used_at < ?)", clientId, now, unlessSince);
    }

    private static void note(Connection connection, String where, String clientId, Instant now, Instant unlessSince)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE auth.dynamic_client SET used_at = ? WHERE client_id = ? AND " + where)) {
            update.setObject(1, timestamp(now));
            update.setString(2, clientId);
            update.setObject(3, timestamp(unlessSince));
            update.executeUpdate();
        }
    }

    static int deleteUnused(Connection connection, Instant usedSince, int rowsMax) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("""
                DELETE FROM auth.dynamic_client WHERE client_id IN (
                  SELECT client_id FROM auth.dynamic_client WHERE coalesce(used_at, created_at) <= ? LIMIT ?)""")) {
            delete.setObject(1, timestamp(usedSince));
            delete.setInt(2, rowsMax);
            return delete.executeUpdate();
        }
    }

    private static OAuthClient client(ResultSet row) throws SQLException {
        return new OAuthClient(
                row.getString("client_id"),
                OAuthClient.Origin.DYNAMIC,
                row.getString("name"),
                List.of((String[]) row.getArray("redirect_uris").getArray()),
                Set.of(AuthMethod.of(row.getString("auth_method")).orElseThrow()),
                Optional.ofNullable(row.getBytes("secret_sha256")).map(sha256 -> new SecretHash(sha256, Instant.MAX)),
                keys(row.getString("jwks"), row.getString("jwks_uri")),
                row.getBoolean("refreshes"));
    }

    private static ClientKeys keys(@Nullable String jwks, @Nullable String uri) {
        if (jwks != null) {
            return new ClientKeys.Inline(jwks);
        }
        return uri == null ? new ClientKeys.None() : new ClientKeys.At(uri);
    }
}
