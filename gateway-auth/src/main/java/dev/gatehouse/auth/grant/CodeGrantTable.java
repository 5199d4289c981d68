package dev.gatehouse.auth.grant;

import static dev.gatehouse.core.database.Transaction.timestamp;

import dev.gatehouse.auth.people.PersonId;
import dev.gatehouse.core.identity.BundleName;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The SQL of codes and refresh tokens. */
final class CodeGrantTable {
    private static final int SWEEP_ROWS = 1_000;
    private static final String AGREEMENT =
            "id, consent, person, client_id, redirect_uri, resource, bundle, scopes, created_at, ends_at";
    private static final String ROW =
            AGREEMENT + ", revoked_at, refresh_sha256, previous_sha256, rotated_at, successor, idle_until";

    private CodeGrantTable() {}

    /** @param idleUntil when it ends unless it is used again */
    record Rotation(RefreshToken presented, String clientId, RefreshToken next, String successor, Instant idleUntil) {}

    record Row(
            Agreement agreement,
            Optional<Instant> revokedAt,
            Optional<byte[]> current,
            Optional<byte[]> previous,
            Optional<Instant> rotatedAt,
            Optional<String> successor,
            Optional<Instant> idleUntil) {

        boolean isLive(Instant now) {
            return revokedAt.isEmpty()
                    && now.isBefore(agreement.endsAt())
                    && idleUntil.filter(now::isBefore).isPresent();
        }

        boolean isKnown(RefreshToken token) {
            return matches(current, token) || matches(previous, token);
        }

        boolean isInGrace(RefreshToken token, Instant since) {
            return matches(previous, token) && rotatedAt.filter(since::isBefore).isPresent();
        }

        /** Its time has come, which is nobody's fault. */
        boolean isOver(RefreshToken token, Instant now) {
            return revokedAt.isPresent() || (!isLive(now) && isKnown(token));
        }

        private static boolean matches(Optional<byte[]> sha256, RefreshToken token) {
            return sha256.filter(hash -> MessageDigest.isEqual(hash, token.sha256()))
                    .isPresent();
        }
    }

    /** Whether it is new: an answer to the same question counts once. */
    static boolean insert(
            Connection connection, Agreement agreement, byte[] codeSha256, String challenge, Instant until)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO auth.code_grant (" + AGREEMENT
                + ", code_sha256, code_challenge, code_until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT (id) DO NOTHING")) {
            insert.setObject(1, agreement.id());
            insert.setObject(2, agreement.consent());
            insert.setObject(3, agreement.person().value());
            insert.setString(4, agreement.clientId());
            insert.setString(5, agreement.redirectUri());
            insert.setString(6, agreement.resource());
            insert.setString(7, agreement.bundle().map(BundleName::value).orElse(null));
            insert.setString(8, String.join(" ", agreement.scopes()));
            insert.setObject(9, timestamp(agreement.createdAt()));
            insert.setObject(10, timestamp(agreement.endsAt()));
            insert.setBytes(11, codeSha256);
            insert.setString(12, challenge);
            insert.setObject(13, timestamp(until));
            return insert.executeUpdate() == 1;
        }
    }

    /** The one statement that spends a code: of several at once, one finds it unspent. */
    static Optional<Agreement> redeem(Connection connection, CodeRedemption redemption, byte[] sha256, Instant now)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE auth.code_grant SET redeemed_at = ?
                WHERE code_sha256 = ? AND redeemed_at IS NULL AND revoked_at IS NULL AND code_until > ?
                  AND client_id = ? AND code_challenge = ? AND redirect_uri = coalesce(?, redirect_uri)
                  AND resource = coalesce(?, resource)
                RETURNING\s""" + AGREEMENT)) {
            update.setObject(1, timestamp(now));
            update.setBytes(2, sha256);
            update.setObject(3, timestamp(now));
            update.setString(4, redemption.clientId());
            update.setString(5, Pkce.challenge(redemption.verifier()));
            update.setString(6, redemption.redirectUri().orElse(null));
            update.setString(7, redemption.resource().orElse(null));
            return agreement(update);
        }
    }

    static void setRefresh(Connection connection, UUID id, RefreshToken token, Instant idleUntil) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE auth.code_grant SET refresh_selector = ?, refresh_sha256 = ?, idle_until = ? WHERE id = ?""")) {
            update.setBytes(1, token.selector());
            update.setBytes(2, token.sha256());
            update.setObject(3, timestamp(idleUntil));
            update.setObject(4, id);
            update.executeUpdate();
        }
    }

    /** The one statement that replaces a refresh token: of several at once, one finds it in force. */
    static Optional<Agreement> rotate(Connection connection, Rotation rotation, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE auth.code_grant SET previous_sha256 = refresh_sha256, refresh_sha256 = ?, successor = ?,
                  rotated_at = ?, idle_until = ?
                WHERE refresh_selector = ? AND refresh_sha256 = ? AND client_id = ?
                  AND revoked_at IS NULL AND idle_until > ? AND ends_at > ?
                RETURNING\s""" + AGREEMENT)) {
            update.setBytes(1, rotation.next().sha256());
            update.setString(2, rotation.successor());
            update.setObject(3, timestamp(now));
            update.setObject(4, timestamp(rotation.idleUntil()));
            update.setBytes(5, rotation.presented().selector());
            update.setBytes(6, rotation.presented().sha256());
            update.setString(7, rotation.clientId());
            update.setObject(8, timestamp(now));
            update.setObject(9, timestamp(now));
            return agreement(update);
        }
    }

    static Optional<Row> findByCode(Connection connection, byte[] sha256) throws SQLException {
        return find(connection, "code_sha256", sha256);
    }

    static Optional<Row> findBySelector(Connection connection, byte[] selector) throws SQLException {
        return find(connection, "refresh_selector", selector);
    }

    private static Optional<Row> find(Connection connection, String column, byte[] key) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT " + ROW + " FROM auth.code_grant WHERE " + column + " = ? FOR UPDATE")) {
            select.setBytes(1, key);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row(row)) : Optional.empty();
            }
        }
    }

    /** Grants of a consent that are not revoked, but for the newest ones. */
    static List<UUID> beyond(Connection connection, UUID consent, int newest) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT id FROM auth.code_grant WHERE consent = ? AND revoked_at IS NULL
                ORDER BY created_at DESC, id OFFSET ?""")) {
            select.setObject(1, consent);
            select.setInt(2, newest);
            return ids(select);
        }
    }

    static List<UUID> liveOf(Connection connection, PersonId person) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT id FROM auth.code_grant WHERE person = ? AND revoked_at IS NULL")) {
            select.setObject(1, person.value());
            return ids(select);
        }
    }

    static List<UUID> liveOf(Connection connection, String clientId) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT id FROM auth.code_grant WHERE client_id = ? AND revoked_at IS NULL")) {
            select.setString(1, clientId);
            return ids(select);
        }
    }

    private static List<UUID> ids(PreparedStatement select) throws SQLException {
        List<UUID> ids = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getObject(1, UUID.class));
            }
        }
        return ids;
    }

    static void markRevoked(Connection connection, UUID id, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE auth.code_grant SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL")) {
            update.setObject(1, timestamp(now));
            update.setObject(2, id);
            update.executeUpdate();
        }
    }

    static void sweep(Connection connection, Instant now, Instant before) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("""
                DELETE FROM auth.code_grant WHERE id IN (
                  SELECT id FROM auth.code_grant
                  WHERE ends_at < ? OR idle_until < ? OR revoked_at < ? OR (refresh_selector IS NULL AND code_until < ?)
                  LIMIT ? FOR UPDATE SKIP LOCKED)""")) {
            delete.setObject(1, timestamp(now));
            delete.setObject(2, timestamp(before));
            delete.setObject(3, timestamp(before));
            delete.setObject(4, timestamp(before));
            delete.setInt(5, SWEEP_ROWS);
            delete.executeUpdate();
        }
    }

    private static Optional<Agreement> agreement(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            return row.next() ? Optional.of(agreement(row)) : Optional.empty();
        }
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                agreement(row),
                time(row, "revoked_at"),
                Optional.ofNullable(row.getBytes("refresh_sha256")),
                Optional.ofNullable(row.getBytes("previous_sha256")),
                time(row, "rotated_at"),
                Optional.ofNullable(row.getString("successor")),
                time(row, "idle_until"));
    }

    private static Agreement agreement(ResultSet row) throws SQLException {
        return new Agreement(
                row.getObject("id", UUID.class),
                row.getObject("consent", UUID.class),
                new PersonId(row.getObject("person", UUID.class)),
                row.getString("client_id"),
                row.getString("redirect_uri"),
                row.getString("resource"),
                Optional.ofNullable(row.getString("bundle")).map(BundleName::new),
                List.of(row.getString("scopes").split(" ")),
                time(row, "created_at").orElseThrow(),
                time(row, "ends_at").orElseThrow());
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
