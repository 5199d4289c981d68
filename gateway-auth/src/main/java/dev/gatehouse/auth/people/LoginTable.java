package dev.gatehouse.auth.people;

import static dev.gatehouse.core.database.Transaction.timestamp;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The SQL of what a login finds and changes. */
final class LoginTable {
    private LoginTable() {}

    /** The person with this subject; a deleted one only where there is no other. */
    static Optional<PersonRow> lockBySubject(Connection connection, Asserted asserted) throws SQLException {
        return lock(
                connection,
                "p.subject = ? ORDER BY p.deleted_at IS NOT NULL, p.deleted_at DESC",
                asserted.provider(),
                asserted.subject());
    }

    /** Somebody who never logged in and whom SCIM announced by this external id, or else by this name. */
    static Optional<PersonRow> lockUnbound(Connection connection, Asserted asserted) throws SQLException {
        String unbound = "p.deleted_at IS NULL AND p.subject IS NULL AND ";
        Optional<PersonRow> announced =
                lock(connection, unbound + "p.external_id = ?", asserted.provider(), asserted.subject());
        return announced.isPresent()
                ? announced
                : lock(
                        connection,
                        unbound + "p.user_name_folded = ?",
                        asserted.provider(),
                        Folded.of(asserted.userName()));
    }

    static Optional<PersonRow> lockByName(Connection connection, Asserted asserted) throws SQLException {
        return lock(
                connection,
                "p.deleted_at IS NULL AND p.user_name_folded = ?",
                asserted.provider(),
                Folded.of(asserted.userName()));
    }

    private static Optional<PersonRow> lock(Connection connection, String where, String provider, String value)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT " + RosterTable.PERSON_COLUMNS
                + " FROM auth.person p WHERE p.provider = ? AND " + where + " LIMIT 1 FOR UPDATE OF p")) {
            select.setString(1, provider);
            select.setString(2, value);
            return RosterTable.people(select).stream().findFirst();
        }
    }

    static void insert(Connection connection, PersonId id, Asserted asserted, long change, Instant now)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO auth.person (user_name, user_name_folded, display_name, email, subject, claimed_groups,
                  change, modified_at, id, provider, active, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, true, ?)""")) {
            said(insert, asserted.userName(), asserted.displayName(), asserted.email());
            insert.setString(5, asserted.subject());
            insert.setArray(6, texts(connection, Storable.groups(asserted, List.of())));
            insert.setLong(7, change);
            insert.setObject(8, timestamp(now));
            insert.setObject(9, id.value());
            insert.setString(10, asserted.provider());
            insert.setObject(11, timestamp(now));
            insert.executeUpdate();
        }
    }

    static void update(Connection connection, PersonRow person, long change, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE auth.person SET user_name = ?, user_name_folded = ?, display_name = ?, email = ?, subject = ?,
                  claimed_groups = ?, change = ?, modified_at = ? WHERE id = ?""")) {
            said(update, person.userName(), person.displayName(), person.email());
            update.setString(5, person.subject().orElse(null));
            update.setArray(6, texts(connection, person.claimedGroups()));
            update.setLong(7, change);
            update.setObject(8, timestamp(now));
            update.setObject(9, person.id().value());
            update.executeUpdate();
        }
    }

    /** The provider calls somebody else so now: whoever had the name from a login of theirs is known by id alone. */
    static void giveUpName(Connection connection, PersonRow person, long change, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE auth.person SET user_name = ?, user_name_folded = ?, change = ?, modified_at = ? WHERE id = ?")) {
            update.setString(1, person.id().toString());
            update.setString(2, person.id().toString());
            update.setLong(3, change);
            update.setObject(4, timestamp(now));
            update.setObject(5, person.id().value());
            update.executeUpdate();
        }
    }

    private static void said(
            PreparedStatement statement, String userName, Optional<String> displayName, Optional<String> email)
            throws SQLException {
        statement.setString(1, userName);
        statement.setString(2, Folded.of(userName));
        statement.setString(3, displayName.orElse(null));
        statement.setString(4, email.orElse(null));
    }

    private static java.sql.Array texts(Connection connection, List<String> texts) throws SQLException {
        return connection.createArrayOf("text", texts.toArray());
    }
}
