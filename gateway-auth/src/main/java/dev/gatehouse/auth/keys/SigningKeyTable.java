package dev.gatehouse.auth.keys;

import static dev.gatehouse.auth.database.Transaction.timestamp;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.text.ParseException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table of signing keys: rows whose private half only the right master key opens. */
final class SigningKeyTable {
    /** Keys that a table can plausibly hold unretired: one per rotation of the last minutes. */
    static final int KEYS_MAX = 64;

    private final Aead aead;

    SigningKeyTable(MasterKey master) {
        this.aead = new Aead(master.derive("auth.signing_key"));
    }

    /** Lets one replica at a time look and insert, until its transaction ends. Readers are not held up. */
    static void lock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLE auth.signing_key IN SHARE ROW EXCLUSIVE MODE");
        }
    }

    /** The keys that are not retired, the one activated last first. */
    static List<SealedKey> read(Connection connection, Instant now) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT kid, sealed_jwk, activates_at, retires_at FROM auth.signing_key
                WHERE retires_at IS NULL OR retires_at > ? ORDER BY activates_at DESC, kid LIMIT ?""")) {
            select.setObject(1, timestamp(now));
            select.setInt(2, KEYS_MAX);
            List<SealedKey> keys = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    keys.add(stored(rows));
                }
            }
            return List.copyOf(keys);
        }
    }

    void insert(Connection connection, ECKey jwk, Instant createdAt, Instant activatesAt) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO auth.signing_key (kid, sealed_jwk, created_at, activates_at) VALUES (?, ?, ?, ?)""")) {
            insert.setString(1, jwk.getKeyID());
            insert.setBytes(
                    2, aead.seal(context(jwk.getKeyID()), jwk.toJSONString().getBytes(StandardCharsets.UTF_8)));
            insert.setObject(3, timestamp(createdAt));
            insert.setObject(4, timestamp(activatesAt));
            insert.executeUpdate();
        }
    }

    static void retireOthers(Connection connection, String successor, Instant at) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE auth.signing_key SET retires_at = ? WHERE kid <> ? AND retires_at IS NULL")) {
            update.setObject(1, timestamp(at));
            update.setString(2, successor);
            update.executeUpdate();
        }
    }

    /** @throws MasterKeyException when another master key sealed it, or it was altered */
    SigningKey open(SealedKey key) throws MasterKeyException {
        byte[] jwk = Base64Url.decode(key.sealedJwk())
                .flatMap(bytes -> aead.open(context(key.kid()), bytes))
                .orElseThrow(() -> new MasterKeyException("signing key " + key.kid()
                        + " cannot be opened with this master key. Give back the master key that its database was first"
                        + " started with; no new key is made in its place."));
        try {
            ECKey parsed = ECKey.parse(new String(jwk, StandardCharsets.UTF_8));
            return SigningKey.of(parsed, key.activatesAt(), key.retiresAt());
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException("signing key " + key.kid() + " is sealed by us and not a key", e);
        }
    }

    private static SealedKey stored(ResultSet row) throws SQLException {
        return new SealedKey(
                row.getString("kid"),
                Base64Url.encode(row.getBytes("sealed_jwk")),
                row.getObject("activates_at", OffsetDateTime.class).toInstant(),
                Optional.ofNullable(row.getObject("retires_at", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant)
                        .orElse(Instant.MAX));
    }

    /** Binds a sealed key to its row: moved to another row, or to another table, it does not open. */
    private static byte[] context(String kid) {
        return ("auth.signing_key|" + kid).getBytes(StandardCharsets.UTF_8);
    }
}
