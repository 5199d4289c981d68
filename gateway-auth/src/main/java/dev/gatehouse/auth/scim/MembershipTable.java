package dev.gatehouse.auth.scim;

import dev.gatehouse.auth.people.PeopleChange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** The SQL of who belongs where: however many people a change is about, it is one statement each. */
final class MembershipTable {
    private MembershipTable() {}

    static Map<UUID, List<Membership>> groupsOf(Connection connection, Collection<UUID> people) throws SQLException {
        return memberships(connection, people, """
                SELECT m.person_id, g.id, g.display_name FROM auth.membership m
                JOIN auth.people_group g ON g.id = m.group_id WHERE m.person_id = ANY(?) ORDER BY g.position""");
    }

    static Map<UUID, List<Membership>> membersOf(Connection connection, Collection<UUID> groups) throws SQLException {
        return memberships(connection, groups, """
                SELECT m.group_id, p.id, coalesce(p.display_name, p.user_name) FROM auth.membership m
                JOIN auth.person p ON p.id = m.person_id WHERE m.group_id = ANY(?) ORDER BY p.position""");
    }

    /** The groups that these people are in, each with those of them that are. */
    static Map<UUID, List<Membership>> groupsWith(Connection connection, Collection<UUID> people) throws SQLException {
        return memberships(
                connection, people, "SELECT group_id, person_id, '' FROM auth.membership WHERE person_id = ANY(?)");
    }

    private static Map<UUID, List<Membership>> memberships(Connection connection, Collection<UUID> ids, String sql)
            throws SQLException {
        Map<UUID, List<Membership>> found = new HashMap<>();
        if (ids.isEmpty()) {
            return found;
        }
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            Statements.bindIds(select, 1, ids);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.computeIfAbsent(rows.getObject(1, UUID.class), _ -> new ArrayList<>())
                            .add(new Membership(rows.getObject(2, UUID.class), rows.getString(3)));
                }
            }
        }
        return found;
    }

    static Map<UUID, Integer> sizes(Connection connection, Collection<UUID> groups) throws SQLException {
        Map<UUID, Integer> sizes = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT group_id, count(*) FROM auth.membership WHERE group_id = ANY(?) GROUP BY group_id")) {
            Statements.bindIds(select, 1, groups);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    sizes.put(rows.getObject(1, UUID.class), rows.getInt(2));
                }
            }
        }
        return sizes;
    }

    static Set<UUID> members(Connection connection, UUID group) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT person_id FROM auth.membership WHERE group_id = ?")) {
            select.setObject(1, group);
            return ids(select);
        }
    }

    static Set<UUID> membersAmong(Connection connection, UUID group, Collection<UUID> people) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT person_id FROM auth.membership WHERE group_id = ? AND person_id = ANY(?)")) {
            select.setObject(1, group);
            Statements.bindIds(select, 2, people);
            return ids(select);
        }
    }

    /** Those of these people that the provider has, held until the change ends. */
    static Set<UUID> lockPeople(Connection connection, String provider, Collection<UUID> people) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT id FROM auth.person WHERE provider = ? AND deleted_at IS NULL AND id = ANY(?)
                ORDER BY id FOR UPDATE""")) {
            select.setString(1, provider);
            Statements.bindIds(select, 2, people);
            return ids(select);
        }
    }

    private static Set<UUID> ids(PreparedStatement select) throws SQLException {
        Set<UUID> ids = new HashSet<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getObject(1, UUID.class));
            }
        }
        return ids;
    }

    static void write(PeopleChange change, UUID group, Set<UUID> joining, Set<UUID> leaving) throws SQLException {
        long number = change.number();
        Connection connection = change.connection();
        try (PreparedStatement join = connection.prepareStatement(
                        "INSERT INTO auth.membership (group_id, person_id) SELECT ?, unnest(?)");
                PreparedStatement leave = connection.prepareStatement(
                        "DELETE FROM auth.membership WHERE group_id = ? AND person_id = ANY(?)");
                PreparedStatement mark =
                        connection.prepareStatement("UPDATE auth.person SET change = ? WHERE id = ANY(?)")) {
            join.setObject(1, group);
            Statements.bindIds(join, 2, joining);
            join.executeUpdate();
            leave.setObject(1, group);
            Statements.bindIds(leave, 2, leaving);
            leave.executeUpdate();
            mark.setLong(1, number);
            Statements.bindIds(
                    mark, 2, Stream.concat(joining.stream(), leaving.stream()).toList());
            mark.executeUpdate();
        }
    }
}
