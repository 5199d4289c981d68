package dev.gatehouse.auth.login;

import static dev.gatehouse.core.database.Transaction.timestamp;

import dev.gatehouse.auth.people.PersonId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/** The SQL of browser sessions. */
final class SessionTable {
    static final Duration IDLE_MAX = Duration.ofMinutes(15);
    static final Duration LASTS_MAX = Duration.ofHours(8);
    /** Of one person; the one unused for longest gives way. */
    static final int PER_PERSON_MAX = 20;

    private SessionTable() {}

    record Row(UUID id, PersonId person, Instant authenticatedAt, Optional<String> acr) {}

    static void insert(Connection connection, BrowserSecret cookie, Row session, Instant now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO auth.browser_session
                  (id, cookie_sha256, person, authenticated_at, acr, last_used_at, ends_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)""")) {
            insert.setObject(1, session.id());
            insert.setBytes(2, cookie.sha256());
            insert.setObject(3, session.person().value());
            insert.setObject(4, timestamp(session.authenticatedAt()));
            insert.setString(5, session.acr().orElse(null));
            insert.setObject(6, timestamp(now));
            insert.setObject(7, timestamp(now.plus(LASTS_MAX)));
            insert.executeUpdate();
        }
    }

    /** Leaves room for one more of this person. */
    static void makeRoom(Connection connection, PersonId person) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("""
                DELETE FROM auth.browser_session WHERE id IN
                  (SELECT id FROM auth.browser_session WHERE person = ? ORDER BY last_used_at DESC OFFSET ?)""")) {
            delete.setObject(1, person.value());
            delete.setInt(2, PER_PERSON_MAX - 1);
            delete.executeUpdate();
        }
    }

    /** The session, used from now on; empty when there is none, or it was idle for too long, or is over. */
    static Optional<Row> use(Connection connection, BrowserSecret cookie, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE auth.browser_session SET last_used_at = greatest(last_used_at, ?)
                WHERE cookie_sha256 = ? AND ends_at > ? AND last_used_at > ?
                RETURNING id, person, authenticated_at, acr""")) {
            update.setObject(1, timestamp(now));
            update.setBytes(2, cookie.sha256());
            update.setObject(3, timestamp(now));
            update.setObject(4, timestamp(now.minus(IDLE_MAX)));
            try (ResultSet row = update.executeQuery()) {
                return row.next() ? Optional.of(session(row)) : Optional.empty();
            }
        }
    }

    static Optional<Row> delete(Connection connection, BrowserSecret cookie) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("""
                DELETE FROM auth.browser_session WHERE cookie_sha256 = ?
                RETURNING id, person, authenticated_at, acr""")) {
            delete.setBytes(1, cookie.sha256());
            try (ResultSet row = delete.executeQuery()) {
                return row.next() ? Optional.of(session(row)) : Optional.empty();
            }
        }
    }

    static void deleteOf(Connection connection, PersonId person) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM auth.browser_session WHERE person = ?")) {
            delete.setObject(1, person.value());
            delete.executeUpdate();
        }
    }

    static int sweep(Connection connection, Instant now, int rowsMax) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("""
                DELETE FROM auth.browser_session WHERE id IN
                  (SELECT id FROM auth.browser_session WHERE ends_at <= ? OR last_used_at <= ? LIMIT ?)""")) {
            delete.setObject(1, timestamp(now));
            delete.setObject(2, timestamp(now.minus(IDLE_MAX)));
            delete.setInt(3, rowsMax);
            return delete.executeUpdate();
        }
    }

    private static Row session(ResultSet row) throws SQLException {
        return new Row(
                row.getObject("id", UUID.class),
                new PersonId(row.getObject("person", UUID.class)),
                row.getObject("authenticated_at", OffsetDateTime.class).toInstant(),
                Optional.ofNullable(row.getString("acr")));
    }
}
