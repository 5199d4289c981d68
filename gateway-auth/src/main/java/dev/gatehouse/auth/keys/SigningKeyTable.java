package dev.gatehouse.auth.keys;

import static dev.gatehouse.core.database.Transaction.timestamp;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import dev.gatehouse.core.call.Clocks;
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
import java.util.function.Supplier;

/** The table of signing keys: rows whose private half only a data key opens. */
final class SigningKeyTable {
    /** Keys that a table can plausibly hold unretired: one per rotation of the last minutes. */
    static final int KEYS_MAX = 64;

    private static final String TABLE = "auth.signing_key";

    private final SealedColumn jwks;

    SigningKeyTable(Supplier<Keyring> keys, Clocks clocks) {
        this.jwks = new SealedColumn(keys, clocks, TABLE, "sealed_jwk");
    }

    /** @throws MasterKeyException when a key from the time before data keys was sealed by another master key */
    static void requireMaster(Connection connection, MasterKey master, Instant now)
            throws SQLException, MasterKeyException {
        SigningKeyTable former = new SigningKeyTable(() -> new Keyring(master, List.of()), Clocks.SYSTEM);
        for (SealedKey key : read(connection, now)) {
            var _ = former.open(key);
        }
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
            insert.setBytes(2, jwks.seal(jwk.getKeyID(), jwk.toJSONString().getBytes(StandardCharsets.UTF_8)));
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
                .flatMap(bytes -> jwks.open(key.kid(), bytes))
                .orElseThrow(() -> MasterKeyException.another("signing key " + key.kid()));
        try {
            ECKey parsed = ECKey.parse(new String(jwk, StandardCharsets.UTF_8));
            return SigningKey.of(parsed, key.activatesAt(), key.retiresAt());
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException("signing key " + key.kid() + " is sealed by us and not a key", e);
        }
    }

    /** Seals the private half anew where an older key sealed it; false where there was nothing to do. */
    boolean reseal(Connection connection, SealedKey key) throws SQLException {
        byte[] before = Base64Url.decode(key.sealedJwk()).orElseThrow();
        Optional<byte[]> plain = jwks.isCurrent(before) ? Optional.empty() : jwks.open(key.kid(), before);
        if (plain.isEmpty()) {
            return false;
        }
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE auth.signing_key SET sealed_jwk = ? WHERE kid = ? AND sealed_jwk = ?")) {
            update.setBytes(1, jwks.seal(key.kid(), plain.get()));
            update.setString(2, key.kid());
            update.setBytes(3, before);
            return update.executeUpdate() == 1;
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
}
