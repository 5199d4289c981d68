package dev.gatehouse.auth.agent;

import static dev.gatehouse.core.database.Transaction.instant;
import static dev.gatehouse.core.database.Transaction.timestamp;

import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.revision.Agent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The SQL of agent clients. */
final class AgentTable {
    private static final String COLUMNS =
            "agent, client_id, secret_sha256, previous_sha256, previous_until, created_at,"
                    + " rotated_at, revoked_at, change, bundle, owner, purpose, expires_at, rotate_every_seconds";

    private AgentTable() {}

    static Optional<AgentClient> find(Connection connection, AgentName agent) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT " + COLUMNS + " FROM auth.agent_client WHERE agent = ?")) {
            select.setString(1, agent.value());
            return read(select).stream().findFirst();
        }
    }

    /** Rows changed after a change, in the order of their changes. */
    static List<AgentClient> changedAfter(Connection connection, long change, int rowsMax) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT " + COLUMNS + " FROM auth.agent_client WHERE change > ? ORDER BY change LIMIT ?")) {
            select.setLong(1, change);
            select.setInt(2, rowsMax);
            return read(select);
        }
    }

    static void write(Connection connection, AgentClient client) throws SQLException {
        try (PreparedStatement upsert =
                connection.prepareStatement("INSERT INTO auth.agent_client (" + COLUMNS + """
                ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (agent) DO UPDATE SET client_id = EXCLUDED.client_id,
                  secret_sha256 = EXCLUDED.secret_sha256, previous_sha256 = EXCLUDED.previous_sha256,
                  previous_until = EXCLUDED.previous_until, created_at = EXCLUDED.created_at,
                  rotated_at = EXCLUDED.rotated_at, revoked_at = EXCLUDED.revoked_at, change = EXCLUDED.change,
                  bundle = EXCLUDED.bundle, owner = EXCLUDED.owner, purpose = EXCLUDED.purpose,
                  expires_at = EXCLUDED.expires_at, rotate_every_seconds = EXCLUDED.rotate_every_seconds""")) {
            setCredentials(upsert, client);
            setRegistered(upsert, client.registered());
            upsert.executeUpdate();
        }
    }

    private static void setCredentials(PreparedStatement upsert, AgentClient client) throws SQLException {
        List<SecretHash> secrets = client.secrets();
        SecretHash newest = secrets.isEmpty() ? null : secrets.getFirst();
        SecretHash previous = secrets.size() < AgentClient.SECRETS_MAX ? null : secrets.getLast();
        upsert.setString(1, client.agent().value());
        upsert.setString(2, client.clientId());
        upsert.setBytes(3, newest == null ? null : newest.sha256());
        upsert.setBytes(4, previous == null ? null : previous.sha256());
        setTime(upsert, 5, previous == null ? null : previous.until());
        setTime(upsert, 6, client.createdAt());
        setTime(upsert, 7, client.rotatedAt());
        setTime(upsert, 8, client.revokedAt().orElse(null));
        upsert.setLong(9, client.change());
    }

    private static void setRegistered(PreparedStatement upsert, Optional<Agent> agent) throws SQLException {
        upsert.setString(10, agent.map(known -> known.bundle().value()).orElse(null));
        upsert.setString(11, agent.flatMap(Agent::owner).orElse(null));
        upsert.setString(12, agent.flatMap(Agent::purpose).orElse(null));
        setTime(upsert, 13, agent.flatMap(Agent::expires).orElse(null));
        upsert.setObject(
                14, agent.flatMap(Agent::rotateEvery).map(Duration::toSeconds).orElse(null), Types.BIGINT);
    }

    private static void setTime(PreparedStatement statement, int index, @Nullable Instant at) throws SQLException {
        if (at == null) {
            statement.setNull(index, Types.TIMESTAMP_WITH_TIMEZONE);
        } else {
            statement.setObject(index, timestamp(at));
        }
    }

    private static List<AgentClient> read(PreparedStatement select) throws SQLException {
        List<AgentClient> clients = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                clients.add(client(rows));
            }
        }
        return clients;
    }

    private static AgentClient client(ResultSet row) throws SQLException {
        List<SecretHash> secrets = new ArrayList<>();
        byte[] newest = row.getBytes("secret_sha256");
        if (newest != null) {
            secrets.add(new SecretHash(newest, Instant.MAX));
        }
        byte[] previous = row.getBytes("previous_sha256");
        if (previous != null) {
            secrets.add(new SecretHash(previous, instant(row, "previous_until").orElse(Instant.MIN)));
        }
        AgentName agent = new AgentName(row.getString("agent"));
        return new AgentClient(
                agent,
                row.getString("client_id"),
                registered(row, agent),
                secrets,
                instant(row, "created_at").orElseThrow(),
                instant(row, "rotated_at").orElseThrow(),
                instant(row, "revoked_at"),
                row.getLong("change"));
    }

    private static Optional<Agent> registered(ResultSet row, AgentName agent) throws SQLException {
        Optional<BundleName> bundle =
                Optional.ofNullable(row.getString("bundle")).map(BundleName::new);
        Optional<String> owner = Optional.ofNullable(row.getString("owner"));
        Optional<String> purpose = Optional.ofNullable(row.getString("purpose"));
        Optional<Instant> expires = instant(row, "expires_at");
        Optional<Duration> rotateEvery = Optional.ofNullable(row.getObject("rotate_every_seconds", Long.class))
                .map(Duration::ofSeconds);
        return bundle.map(known -> new Agent(agent, known, owner, purpose, expires, rotateEvery, Optional.empty()));
    }
}
