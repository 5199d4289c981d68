package dev.gatehouse.auth.role;

import dev.gatehouse.auth.people.Person;
import dev.gatehouse.auth.people.PersonId;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.BeforeAfter;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.database.Transaction;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.trust.Administration;
import dev.gatehouse.core.trust.PeopleNamed;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Everybody's roles: those of the file, by name and group as they are now, and those given at run time, in memory. While the
 * database is away they stay what they were.
 */
public final class RoleRoster {
    /** Roles given at run time, of everybody together. */
    public static final int ASSIGNMENTS_MAX = 10_000;

    private final RecordedChange.Place place;
    private final Supplier<Revision> revisions;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile Map<PersonId, Set<Assignment>> given = Map.of();
    private long readUpTo = -1;

    /** Knows the roles of the file only, until it was refreshed. */
    public RoleRoster(RecordedChange.Place place, Supplier<Revision> revisions) {
        this.place = place;
        this.revisions = revisions;
    }

    /** What became of an order to give a role. */
    public enum Granted {
        DONE,
        /** The person had it already. */
        BEFORE,
        /** {@link #ASSIGNMENTS_MAX} is reached. */
        TOO_MANY
    }

    /** Reads all of them when one changed. */
    public void refresh() throws SQLException {
        reading.lock();
        try {
            Transaction.run(place.database(), connection -> {
                long last = RoleTable.lastChange(connection);
                if (last != readUpTo) {
                    given = RoleTable.all(connection);
                    readUpTo = last;
                }
                return last;
            });
        } finally {
            reading.unlock();
        }
    }

    /** Deletes those of people who are no more. */
    public void sweep() throws SQLException {
        boolean _ = Transaction.run(place.database(), connection -> {
            RoleTable.sweep(connection);
            return true;
        });
    }

    /** What this person is now; nothing, once they are not active. */
    public Roles of(Person person) {
        if (!person.active()) {
            return new Roles(Set.of());
        }
        Set<Assignment> all = new HashSet<>(given(person.id()));
        Administration file = revisions.get().trust().administration();
        add(all, person, file.owners(), Assignment.OWNER);
        add(all, person, file.auditors(), new Assignment(Role.AUDITOR, Optional.empty()));
        addEach(all, person, file.admins(), Role.ADMIN);
        addEach(all, person, file.approvers(), Role.APPROVER);
        return new Roles(all);
    }

    /** Those that can be taken again, the others being the file's. */
    public Set<Assignment> given(PersonId person) {
        return given.getOrDefault(person, Set.of());
    }

    private static void addEach(Set<Assignment> all, Person person, Map<BundleName, PeopleNamed> named, Role role) {
        named.forEach((bundle, people) -> add(all, person, people, new Assignment(role, Optional.of(bundle))));
    }

    private static void add(Set<Assignment> all, Person person, PeopleNamed named, Assignment assignment) {
        if (named.include(person.name(), person.groups())) {
            all.add(assignment);
        }
    }

    /** Gives a role in the caller's transaction; it counts when that is committed and the roles were read again. */
    public static Granted grant(Connection connection, PersonId person, Assignment assignment, String by, Instant now)
            throws SQLException {
        RoleTable.noteChange(connection);
        if (RoleTable.grant(connection, person, assignment, by, now)) {
            return Granted.DONE;
        }
        return RoleTable.all(connection).getOrDefault(person, Set.of()).contains(assignment)
                ? Granted.BEFORE
                : Granted.TOO_MANY;
    }

    /**
     * Gives a role; it counts here when this returns.
     *
     * @throws SQLException when the database does not confirm it: ask again
     * @throws AuditUnavailableException when it cannot be recorded; nothing is changed then
     */
    public Granted grant(Person person, Assignment assignment, String actor)
            throws SQLException, AuditUnavailableException {
        Granted granted = place.change(actor, change -> {
            Connection connection = change.connection();
            RoleTable.noteChange(connection);
            Map<PersonId, Set<Assignment>> all = RoleTable.all(connection);
            Set<Assignment> before = all.getOrDefault(person.id(), Set.of());
            if (before.contains(assignment)) {
                return Granted.BEFORE;
            }
            if (all.values().stream().mapToInt(Set::size).sum() >= ASSIGNMENTS_MAX) {
                return Granted.TOO_MANY;
            }
            Set<Assignment> after = new HashSet<>(before);
            after.add(assignment);
            record(change, "role.grant", person, assignment, BeforeAfter.changed(told(before), told(after)));
            return RoleTable.grant(connection, person.id(), assignment, actor, change.now())
                    ? Granted.DONE
                    : Granted.TOO_MANY;
        });
        refresh();
        return granted;
    }

    private static void record(
            RecordedChange change, String action, Person person, Assignment assignment, BeforeAfter difference)
            throws AuditUnavailableException {
        change.record(action, person.name(), assignment + ", person " + person.id(), difference);
    }

    /** Those that were given at run time: the file's have revisions of their own. */
    private static Json told(Set<Assignment> roles) {
        return Json.object()
                .put(
                        "roles",
                        Json.ofStrings(roles.stream()
                                .map(Assignment::toString)
                                .sorted()
                                .toList()))
                .build();
    }

    /** Takes a role that was given at run time; false when the person does not have it from there. */
    public boolean take(Person person, Assignment assignment, String actor)
            throws SQLException, AuditUnavailableException {
        boolean taken = place.change(actor, change -> {
            RoleTable.noteChange(change.connection());
            Set<Assignment> before = RoleTable.all(change.connection()).getOrDefault(person.id(), Set.of());
            if (!before.contains(assignment)) {
                return false;
            }
            Set<Assignment> after = new HashSet<>(before);
            after.remove(assignment);
            record(change, "role.take", person, assignment, BeforeAfter.changed(told(before), told(after)));
            return RoleTable.take(change.connection(), person.id(), assignment);
        });
        refresh();
        return taken;
    }
}
