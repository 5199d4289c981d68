package dev.gatehouse.auth.people;

import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.BeforeAfter;
import dev.gatehouse.core.database.RecordedChange;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/**
 * One change of people or groups. Its order keeps changes from waiting for each other in a ring: lock the group, then
 * people by their ids, record, take the number, write.
 */
public final class PeopleChange {
    private final RecordedChange change;
    private final PeopleRoster roster;
    private long number;

    PeopleChange(RecordedChange change, PeopleRoster roster) {
        this.change = change;
        this.roster = roster;
    }

    @FunctionalInterface
    public interface Work<T> {
        T in(PeopleChange change) throws SQLException, AuditUnavailableException;
    }

    public Connection connection() {
        return change.connection();
    }

    public Instant now() {
        return change.now();
    }

    /** See {@link RecordedChange#record}. */
    public void record(String action, String object, String detail, BeforeAfter difference)
            throws AuditUnavailableException {
        change.record(action, object, detail, difference);
    }

    /** What every row that this change writes is marked with. Taking it holds up other changes until the commit. */
    public long number() throws SQLException {
        if (number == 0) {
            number = RosterTable.nextChange(connection());
        }
        return number;
    }

    /** Whether {@link PeopleRoster#PEOPLE_MAX} is reached. */
    public boolean noMorePeople() {
        return roster.isFull();
    }

    /** Whether {@link PeopleRoster#GROUPS_MAX} is reached. */
    public boolean noMoreGroups() {
        return roster.isFullOfGroups();
    }

    long numberTaken() {
        return number;
    }
}
