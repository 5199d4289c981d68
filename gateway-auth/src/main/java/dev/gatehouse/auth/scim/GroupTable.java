package dev.gatehouse.auth.scim;

import static dev.gatehouse.auth.database.Transaction.timestamp;

import dev.gatehouse.auth.people.Folded;
import dev.gatehouse.auth.people.PeopleChange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The SQL of groups. Every statement is about one provider's. */
final class GroupTable {
    private static final String SELECT = """
            SELECT id, display_name, attributes, created_at, modified_at FROM auth.people_group
            WHERE provider = ? AND deleted_at IS NULL""";
    private static final int FETCH_ROWS = 500;

    private GroupTable() {}

    static Optional<GroupRow> find(Connection connection, String provider, UUID id) throws SQLException {
        return one(connection, SELECT + " AND id = ?", provider, id);
    }

    static Optional<GroupRow> lock(Connection connection, String provider, UUID id) throws SQLException {
        return one(connection, SELECT + " AND id = ? FOR UPDATE", provider, id);
    }

    /** The group of this name, whatever its case. */
    static Optional<GroupRow> named(Connection connection, String provider, String name) throws SQLException {
        return one(connection, SELECT + " AND display_name_folded = ?", provider, Folded.of(name));
    }

    private static Optional<GroupRow> one(Connection connection, String sql, String provider, Object key)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            Stored.bind(select, List.of(provider, key));
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(group(row)) : Optional.empty();
            }
        }
    }

    static long count(Connection connection, String provider) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT count(*) FROM auth.people_group WHERE provider = ? AND deleted_at IS NULL")) {
            Stored.bind(select, List.of(provider));
            return Stored.count(select);
        }
    }

    static List<GroupRow> page(Connection connection, String provider, Page page) throws SQLException {
        List<GroupRow> groups = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(SELECT + " ORDER BY position OFFSET ? LIMIT ?")) {
            Stored.bind(select, List.of(provider, page.skipped(), page.count()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    groups.add(group(rows));
                }
            }
        }
        return groups;
    }

    /** Goes through candidates in order, a few of them in memory at a time. */
    static void scan(Connection connection, String provider, Narrowing narrowing, Candidates<GroupRow> candidates)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                SELECT + narrowing.where() + " ORDER BY position LIMIT " + (Narrowing.CANDIDATES_MAX + 1))) {
            select.setFetchSize(FETCH_ROWS);
            Stored.bind(
                    select,
                    Stream.concat(Stream.of(provider), narrowing.parameters().stream())
                            .toList());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    candidates.consider(group(rows));
                }
            }
        }
    }

    private static GroupRow group(ResultSet row) throws SQLException {
        return new GroupRow(
                row.getObject("id", UUID.class),
                row.getString("display_name"),
                Stored.json(row.getString("attributes")),
                Stored.time(row, "created_at"),
                Stored.time(row, "modified_at"));
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
            Stored.bind(empty, List.of(timestamp(change.now()), timestamp(change.now()), number, id));
            empty.executeUpdate();
        }
    }
}
