package dev.gatehouse.auth.scim;

import static dev.gatehouse.core.database.Transaction.timestamp;

import dev.gatehouse.auth.people.Folded;
import dev.gatehouse.auth.people.PeopleChange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The SQL of users. */
final class UserTable {
    static final ResourceRows<UserRow> ROWS = new ResourceRows<>(
            "auth.person",
            "id, user_name, display_name, email, active, attributes, created_at, modified_at",
            UserTable::user);

    private UserTable() {}

    /** Whoever has the name, whatever its case. */
    static Optional<UserRow> named(Connection connection, String provider, String userName) throws SQLException {
        return ROWS.one(connection, " AND user_name_folded = ?", provider, Folded.of(userName));
    }

    private static UserRow user(ResultSet row) throws SQLException {
        String userName = row.getString("user_name");
        boolean active = row.getBoolean("active");
        Optional<String> attributes = Optional.ofNullable(row.getString("attributes"));
        return new UserRow(
                row.getObject("id", UUID.class),
                userName,
                active,
                attributes.isPresent()
                        ? Statements.json(attributes.get())
                        : UserAttributes.known(
                                userName,
                                Optional.ofNullable(row.getString("display_name")),
                                Optional.ofNullable(row.getString("email")),
                                active),
                attributes.isPresent(),
                Statements.time(row, "created_at"),
                Statements.time(row, "modified_at"));
    }

    static void insert(PeopleChange change, String provider, UUID id, UserAttributes user) throws SQLException {
        try (PreparedStatement insert = change.connection().prepareStatement("""
                INSERT INTO auth.person (user_name, user_name_folded, external_id, display_name, email, emails_folded,
                  active, attributes, modified_at, change, id, provider, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")) {
            int at = said(insert, change, user);
            insert.setObject(at, id);
            insert.setString(at + 1, provider);
            insert.setObject(at + 2, timestamp(change.now()));
            insert.executeUpdate();
        }
    }

    static void update(PeopleChange change, UUID id, UserAttributes user) throws SQLException {
        try (PreparedStatement update = change.connection().prepareStatement("""
                UPDATE auth.person SET user_name = ?, user_name_folded = ?, external_id = ?, display_name = ?, email = ?,
                  emails_folded = ?, active = ?, attributes = ?, modified_at = ?, change = ? WHERE id = ?""")) {
            int at = said(update, change, user);
            update.setObject(at, id);
            update.executeUpdate();
        }
    }

    private static int said(PreparedStatement statement, PeopleChange change, UserAttributes user) throws SQLException {
        statement.setString(1, user.userName());
        statement.setString(2, Folded.of(user.userName()));
        statement.setString(3, user.externalId().orElse(null));
        statement.setString(4, user.displayName().orElse(null));
        statement.setString(5, user.email().orElse(null));
        statement.setArray(
                6, change.connection().createArrayOf("text", user.emailsFolded().toArray()));
        statement.setBoolean(7, user.active());
        statement.setString(8, user.json().toString());
        statement.setObject(9, timestamp(change.now()));
        statement.setLong(10, change.number());
        return 11;
    }

    /** Nothing of the person stays but that there was one, and that this subject was theirs. */
    static void delete(PeopleChange change, UUID id) throws SQLException {
        long number = change.number();
        try (PreparedStatement leave =
                        change.connection().prepareStatement("DELETE FROM auth.membership WHERE person_id = ?");
                PreparedStatement empty = change.connection().prepareStatement("""
                UPDATE auth.person SET user_name = id::text, user_name_folded = id::text, external_id = NULL,
                  display_name = NULL, email = NULL, emails_folded = '{}', active = false, claimed_groups = '{}',
                  attributes = NULL, modified_at = ?, deleted_at = ?, change = ? WHERE id = ?""")) {
            leave.setObject(1, id);
            leave.executeUpdate();
            Statements.bind(empty, List.of(timestamp(change.now()), timestamp(change.now()), number, id));
            empty.executeUpdate();
        }
    }
}
