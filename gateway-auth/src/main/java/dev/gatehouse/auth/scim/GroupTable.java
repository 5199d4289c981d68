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

/** The SQL of groups. */
final class GroupTable {
    static final ResourceRows<GroupRow> ROWS = new ResourceRows<>(
            "auth.people_group", "id, display_name, attributes, created_at, modified_at", GroupTable::group);

    private GroupTable() {}

    /** The group of this name, whatever its case. */
    static Optional<GroupRow> named(Connection connection, String provider, String name) throws SQLException {
        return ROWS.one(connection, " AND display_name_folded = ?", provider, Folded.of(name));
    }

    private static GroupRow group(ResultSet row) throws SQLException {
        return new GroupRow(
                row.getObject("id", UUID.class),
                row.getString("display_name"),
                Statements.json(row.getString("attributes")),
                Statements.time(row, "created_at"),
                Statements.time(row, "modified_at"));
    }

    static void insert(PeopleChange change, String provider, UUID id, GroupAttributes group) throws SQLException {
        try (PreparedStatement insert = change.connection().prepareStatement("""
                INSERT INTO auth.people_group (display_name, display_name_folded, external_id, attributes, modified_at,
                  change, id, provider, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""")) {
            int at = said(insert, change, group);
            insert.setObject(at, id);
            insert.setString(at + 1, provider);
            insert.setObject(at + 2, timestamp(change.now()));
            insert.executeUpdate();
        }
    }

    static void update(PeopleChange change, UUID id, GroupAttributes group) throws SQLException {
        try (PreparedStatement update = change.connection().prepareStatement("""
                UPDATE auth.people_group SET display_name = ?, display_name_folded = ?, external_id = ?, attributes = ?,
                  modified_at = ?, change = ? WHERE id = ?""")) {
            int at = said(update, change, group);
            update.setObject(at, id);
            update.executeUpdate();
        }
    }

    private static int said(PreparedStatement statement, PeopleChange change, GroupAttributes group)
            throws SQLException {
        statement.setString(1, group.displayName());
        statement.setString(2, Folded.of(group.displayName()));
        statement.setString(3, group.externalId().orElse(null));
        statement.setString(4, group.json().toString());
        statement.setObject(5, timestamp(change.now()));
        statement.setLong(6, change.number());
        return 7;
    }

    static void delete(PeopleChange change, UUID id) throws SQLException {
        long number = change.number();
        try (PreparedStatement leave =
                        change.connection().prepareStatement("DELETE FROM auth.membership WHERE group_id = ?");
                PreparedStatement empty = change.connection().prepareStatement("""
                UPDATE auth.people_group SET display_name = id::text, display_name_folded = id::text, external_id = NULL,
                  attributes = '{}', modified_at = ?, deleted_at = ?, change = ? WHERE id = ?""")) {
            leave.setObject(1, id);
            leave.executeUpdate();
            Statements.bind(empty, List.of(timestamp(change.now()), timestamp(change.now()), number, id));
            empty.executeUpdate();
        }
    }
}
