package dev.gatehouse.auth.people;

import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.revision.Revision;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** People and groups: read from memory, changed in the database, and a change counts here before anybody is told of it. */
public final class Directory implements People {
    private static final String UNIQUE_VIOLATION = "23505";

    private final RecordedChange.Place place;
    private final PeopleRoster roster;

    /** Knows nobody until its roster was refreshed. */
    public Directory(RecordedChange.Place place, Supplier<Revision> revisions) {
        this.place = place;
        this.roster = new PeopleRoster(place.database(), revisions);
    }

    public PeopleRoster roster() {
        return roster;
    }

    @Override
    public Optional<Person> find(PersonId id) {
        return roster.find(id);
    }

    @Override
    public Optional<Person> find(String provider, String subject) {
        return roster.find(provider, subject);
    }

    @Override
    public Optional<Person> named(String provider, String userName) {
        return roster.named(provider, userName);
    }

    @Override
    public Acquaintance meet(Asserted asserted, boolean createsPeople) throws SQLException, AuditUnavailableException {
        Introduction introduction = new Introduction(asserted, createsPeople);
        try {
            return meet(introduction);
        } catch (SQLException e) {
            // Another login of the same person, or SCIM, came first: now there is somebody to be found.
            if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
                return meet(introduction);
            }
            throw e;
        }
    }

    private Acquaintance meet(Introduction introduction) throws SQLException, AuditUnavailableException {
        Optional<PersonId> met = change(introduction.actor(), introduction);
        // Whoever was there already may have been made elsewhere a moment ago.
        roster.refresh();
        return met.flatMap(roster::find)
                .<Acquaintance>map(
                        person -> person.active() ? new Acquaintance.Known(person) : new Acquaintance.Inactive())
                .orElseGet(Acquaintance.Stranger::new);
    }

    /**
     * Makes a change that counts here when this returns, and elsewhere when others next refresh.
     *
     * @param actor who makes it, for the audit trail
     * @throws SQLException when the database does not confirm it: ask again
     * @throws AuditUnavailableException when it cannot be recorded; nothing is changed then
     */
    public <T> T change(String actor, PeopleChange.Work<T> work) throws SQLException, AuditUnavailableException {
        AtomicReference<@Nullable PeopleChange> made = new AtomicReference<>();
        T result = place.change(actor, recorded -> {
            PeopleChange change = new PeopleChange(recorded, roster);
            made.set(change);
            return work.in(change);
        });
        PeopleChange change = made.get();
        if (change != null && change.numberTaken() > 0) {
            roster.refreshTo(change.numberTaken());
        }
        return result;
    }
}
