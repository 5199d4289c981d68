package dev.gatehouse.auth.people;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The SQL that reads people and groups, and numbers their changes. */
final class RosterTable {
    static final String PERSON_COLUMNS = """
            p.id, p.provider, p.subject, p.user_name, p.display_name, p.email, p.active,
            p.attributes IS NOT NULL AS provisioned, p.deleted_at IS NOT NULL AS deleted, p.claimed_groups, p.change,
            ARRAY(SELECT m.group_id FROM auth.membership m WHERE m.person_id = p.id) AS groups""";

    private RosterTable() {}

    /** Where a reader stopped: rows of one change have one number and are told apart by their ids. */
    record Place(long change, UUID id) {
        static final Place START = new Place(0, new UUID(0, 0));
    }

    /** The number of the change this transaction makes. Holds up every other change until the transaction ends. */
    static long nextChange(Connection connection) throws SQLException {
        return number(connection, "UPDATE auth.people_change SET number = number + 1 RETURNING number");
    }

    static long lastChange(Connection connection) throws SQLException {
        return number(connection, "SELECT number FROM auth.people_change");
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            if (!row.next()) {
                throw new SQLException("auth.people_change has lost its row");
            }
            return row.getLong(1);
        }
    }

    /** People changed behind a place, in the order of their changes. */
    static List<PersonRow> peopleAfter(Connection connection, Place place, int rowsMax) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT " + PERSON_COLUMNS
                + " FROM auth.person p WHERE (p.change, p.id) > (?, ?) ORDER BY p.change, p.id LIMIT ?")) {
            after(select, place, rowsMax);
            return people(select);
        }
    }

    static List<GroupRow> groupsAfter(Connection connection, Place place, int rowsMax) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT id, provider, display_name, deleted_at IS NOT NULL, change FROM auth.people_group
                WHERE (change, id) > (?, ?) ORDER BY change, id LIMIT ?""")) {
            after(select, place, rowsMax);
            List<GroupRow> groups = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    groups.add(new GroupRow(
                            rows.getObject(1, UUID.class),
                            rows.getString(2),
                            rows.getString(3),
                            rows.getBoolean(4),
                            rows.getLong(5)));
                }
            }
            return groups;
        }
    }

    private static void after(PreparedStatement select, Place place, int rowsMax) throws SQLException {
        select.setLong(1, place.change());
        select.setObject(2, place.id());
        select.setInt(3, rowsMax);
    }

    static List<PersonRow> people(PreparedStatement select) throws SQLException {
        List<PersonRow> people = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                people.add(person(rows));
            }
        }
        return people;
    }

    private static PersonRow person(ResultSet row) throws SQLException {
        return new PersonRow(
                new PersonId(row.getObject("id", UUID.class)),
                row.getString("provider"),
                Optional.ofNullable(row.getString("subject")),
                row.getString("user_name"),
                Optional.ofNullable(row.getString("display_name")),
                Optional.ofNullable(row.getString("email")),
                row.getBoolean("active"),
                row.getBoolean("provisioned"),
                row.getBoolean("deleted"),
                List.of((UUID[]) elements(row.getArray("groups"))),
                List.of((String[]) elements(row.getArray("claimed_groups"))),
                row.getLong("change"));
    }

    private static Object elements(Array array) throws SQLException {
        try {
            return array.getArray();
        } finally {
            array.free();
        }
    }
}
