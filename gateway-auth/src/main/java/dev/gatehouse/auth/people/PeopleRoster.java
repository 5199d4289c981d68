package dev.gatehouse.auth.people;

import dev.gatehouse.auth.people.RosterTable.Place;
import dev.gatehouse.core.database.Transaction;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.trust.IdentityProvider;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * All people and groups in memory: who is active and who belongs where is asked on every request. While the database is
 * away everybody stays what they were. Only people of providers that the current revision names exist at all.
 */
public final class PeopleRoster {
    /** People that are not deleted, of all providers together. */
    public static final int PEOPLE_MAX = 100_000;

    /** Groups that are not deleted, of all providers together. */
    public static final int GROUPS_MAX = 20_000;

    private static final int PAGE_ROWS = 5_000;

    private final DataSource database;
    private final Supplier<Revision> revisions;
    private final Map<PersonId, Known> people = new ConcurrentHashMap<>();
    private final Map<Login, PersonId> logins = new ConcurrentHashMap<>();
    private final Map<Name, PersonId> names = new ConcurrentHashMap<>();
    private final Map<UUID, GroupRow> groups = new ConcurrentHashMap<>();
    private final Set<String> pushing = ConcurrentHashMap.newKeySet();
    private final ReentrantLock reading = new ReentrantLock();
    private Place peopleRead = Place.START;
    private Place groupsRead = Place.START;
    private long readUpTo;
    private volatile boolean read;
    private final AtomicLong version = new AtomicLong();
    private final AtomicLong groupsVersion = new AtomicLong();

    PeopleRoster(DataSource database, Supplier<Revision> revisions) {
        this.database = database;
        this.revisions = revisions;
    }

    private record Login(String provider, String subject) {}

    private record Name(String provider, String folded) {
        static Name of(String provider, String userName) {
            return new Name(provider, Folded.of(userName));
        }
    }

    /** Grows with every change of a person or a group. */
    public long version() {
        return version.get();
    }

    /** Whether everybody was read at least once: until then nobody can be told from nobody. */
    public boolean isRead() {
        return read;
    }

    /** Reads what changed since the last time. On an exception everybody stays what they were. */
    public void refresh() throws SQLException {
        reading.lock();
        try {
            readUpTo = Transaction.run(database, this::readAfter);
            read = true;
        } finally {
            reading.unlock();
        }
    }

    /** Makes a committed change count here, unless another reading brought it already. */
    void refreshTo(long change) throws SQLException {
        reading.lock();
        try {
            if (readUpTo < change) {
                refresh();
            }
        } finally {
            reading.unlock();
        }
    }

    private long readAfter(Connection connection) throws SQLException {
        long last = RosterTable.lastChange(connection);
        if (last != readUpTo) {
            readGroups(connection);
            readPeople(connection);
        }
        return last;
    }

    private void readGroups(Connection connection) throws SQLException {
        List<GroupRow> page;
        do {
            page = RosterTable.groupsAfter(connection, groupsRead, PAGE_ROWS);
            page.forEach(this::apply);
        } while (page.size() == PAGE_ROWS);
    }

    private void readPeople(Connection connection) throws SQLException {
        List<PersonRow> page;
        do {
            page = RosterTable.peopleAfter(connection, peopleRead, PAGE_ROWS);
            page.forEach(this::apply);
        } while (page.size() == PAGE_ROWS);
    }

    private void apply(GroupRow group) {
        groupsRead = new Place(group.change(), group.id());
        pushing.add(group.provider());
        if (group.deleted()) {
            groups.remove(group.id());
        } else if (groups.containsKey(group.id()) || groups.size() < GROUPS_MAX) {
            groups.put(group.id(), group);
        }
        groupsVersion.incrementAndGet();
        version.incrementAndGet();
    }

    private void apply(PersonRow row) {
        peopleRead = new Place(row.change(), row.id().value());
        Known before = people.get(row.id());
        if (before != null) {
            before.row.subject().ifPresent(subject -> logins.remove(new Login(row.provider(), subject), row.id()));
            names.remove(Name.of(row.provider(), before.row.userName()), row.id());
        }
        if (row.deleted()) {
            people.remove(row.id());
        } else if (before != null || !isFull()) {
            people.put(row.id(), new Known(row));
            row.subject().ifPresent(subject -> logins.put(new Login(row.provider(), subject), row.id()));
            names.put(Name.of(row.provider(), row.userName()), row.id());
        }
        version.incrementAndGet();
    }

    boolean isFull() {
        return people.size() >= PEOPLE_MAX;
    }

    boolean isFullOfGroups() {
        return groups.size() >= GROUPS_MAX;
    }

    /** Everybody whom {@link #find} finds, in no order. */
    public Stream<Person> everybody() {
        return people.values().stream().map(Known::person).filter(this::exists);
    }

    /** The groups that providers pushed, as the configuration calls them; those without members among them. */
    public Stream<String> pushedGroups() {
        return groups.values().stream().map(GroupRow::qualifiedName);
    }

    Optional<Person> find(PersonId id) {
        return Optional.ofNullable(people.get(id)).map(Known::person).filter(this::exists);
    }

    Optional<Person> find(String provider, String subject) {
        return Optional.ofNullable(logins.get(new Login(provider, subject))).flatMap(this::find);
    }

    Optional<Person> named(String provider, String userName) {
        return Optional.ofNullable(names.get(Name.of(provider, userName))).flatMap(this::find);
    }

    private boolean exists(Person person) {
        String provider = person.provider();
        return provider.equals(IdentityProvider.LOCAL)
                || revisions.get().trust().provider(provider).isPresent();
    }

    /** A person with their groups by name, put together when asked for and again when a group changed. */
    private final class Known {
        private final PersonRow row;
        private volatile @Nullable Resolved resolved;

        Known(PersonRow row) {
            this.row = row;
        }

        Person person() {
            long now = groupsVersion.get();
            Resolved last = resolved;
            if (last == null || last.groupsVersion != now) {
                last = new Resolved(now, resolve());
                resolved = last;
            }
            return last.person;
        }

        private Person resolve() {
            return new Person(
                    row.id(),
                    row.provider(),
                    row.userName(),
                    row.displayName(),
                    row.email(),
                    row.active(),
                    groupNames().collect(Collectors.toUnmodifiableSet()));
        }

        private Stream<String> groupNames() {
            return pushing.contains(row.provider())
                    ? row.groups().stream()
                            .map(groups::get)
                            .flatMap(Stream::ofNullable)
                            .map(GroupRow::qualifiedName)
                    : row.claimedGroups().stream().map(name -> row.provider() + "/" + name);
        }
    }

    /** @param groupsVersion the groups it was put together from */
    private record Resolved(long groupsVersion, Person person) {}
}
