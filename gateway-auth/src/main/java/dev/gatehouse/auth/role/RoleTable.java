package dev.gatehouse.auth.role;

import static dev.gatehouse.core.database.Transaction.timestamp;

import dev.gatehouse.auth.people.PersonId;
import dev.gatehouse.core.identity.BundleName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The SQL of roles that were given at run time. */
final class RoleTable {
    private RoleTable() {}

    static long lastChange(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT number FROM auth.role_change")) {
            if (!row.next()) {
                throw new SQLException("auth.role_change has lost its row");
            }
            return row.getLong(1);
        }
    }

    /** Also keeps two changes apart, so that a limit that was asked for still holds at the commit. */
    static void noteChange(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE auth.role_change SET number = number + 1");
        }
    }

    static boolean grant(Connection connection, PersonId person, Assignment assignment, String by, Instant now)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO auth.person_role (person_id, role, bundle, granted_at, granted_by)
                SELECT ?, ?, ?, ?, ? WHERE (SELECT count(*) FROM auth.person_role) < ?
                ON CONFLICT DO NOTHING""")) {
            key(insert, person, assignment);
            insert.setObject(4, timestamp(now));
            insert.setString(5, by);
            insert.setInt(6, RoleRoster.ASSIGNMENTS_MAX);
            return insert.executeUpdate() == 1;
        }
    }

    static boolean take(Connection connection, PersonId person, Assignment assignment) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("""
                DELETE FROM auth.person_role
                WHERE person_id = ? AND role = ? AND bundle IS NOT DISTINCT FROM ?""")) {
            key(delete, person, assignment);
            return delete.executeUpdate() == 1;
        }
    }

    private static void key(PreparedStatement statement, PersonId person, Assignment assignment) throws SQLException {
        statement.setObject(1, person.value());
        statement.setString(2, assignment.role().word());
        statement.setString(3, assignment.bundle().map(BundleName::value).orElse(null));
    }

    /** A deleted person comes back as another one, without what they had. */
    static void sweep(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("""
                    DELETE FROM auth.person_role r USING auth.person p
                    WHERE p.id = r.person_id AND p.deleted_at IS NOT NULL""");
        }
    }

    static Map<PersonId, Set<Assignment>> all(Connection connection) throws SQLException {
        Map<PersonId, Set<Assignment>> all = new HashMap<>();
        try (PreparedStatement select =
                connection.prepareStatement("SELECT person_id, role, bundle FROM auth.person_role")) {
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    PersonId person = new PersonId(rows.getObject(1, UUID.class));
                    Role role = Role.of(rows.getString(2)).orElseThrow();
                    Optional<BundleName> bundle =
                            Optional.ofNullable(rows.getString(3)).map(BundleName::new);
                    all.computeIfAbsent(person, _ -> new HashSet<>()).add(new Assignment(role, bundle));
                }
            }
        }
        return all;
    }
}
