package dev.gatehouse.auth.people;

import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.BeforeAfter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whom a login is about. The provider's subject decides; a person whom SCIM made, and who never logged in, is
 * found by external id or name, once. What SCIM said of a person stands, whatever logins say.
 */
record Introduction(Asserted asserted, boolean createsPeople) implements PeopleChange.Work<Optional<PersonId>> {
    private static final Logger LOG = LoggerFactory.getLogger(Introduction.class);

    Introduction {
        asserted = Storable.part(asserted);
    }

    String actor() {
        return "login at " + asserted.provider();
    }

    @Override
    public Optional<PersonId> in(PeopleChange change) throws SQLException, AuditUnavailableException {
        if (!Storable.names(asserted)) {
            return nobody("its subject or name is empty, too long or has control characters");
        }
        Optional<PersonRow> bySubject = LoginTable.lockBySubject(change.connection(), asserted);
        Optional<PersonRow> known = bySubject.filter(row -> !row.deleted());
        if (known.isPresent()) {
            return Optional.of(update(change, known.get(), "user.update"));
        }
        Optional<PersonRow> expected = LoginTable.lockUnbound(change.connection(), asserted);
        if (expected.isPresent()) {
            return Optional.of(update(change, expected.get(), "user.bind"));
        }
        // Who was deleted here comes back when SCIM says so, and not because they can still log in over there.
        return bySubject.isPresent() || !createsPeople ? Optional.empty() : create(change);
    }

    private Optional<PersonId> create(PeopleChange change) throws SQLException, AuditUnavailableException {
        Connection connection = change.connection();
        Optional<PersonRow> namesake = LoginTable.lockByName(connection, asserted);
        if (namesake.flatMap(PersonRow::subject)
                .filter(asserted.subject()::equals)
                .isPresent()) {
            // The same login at the same time was quicker.
            return namesake.map(PersonRow::id);
        }
        if (namesake.filter(PersonRow::provisioned).isPresent()) {
            return nobody("the name belongs to another subject");
        }
        if (change.noMorePeople()) {
            return nobody("there are too many people");
        }
        PersonId id = new PersonId(UUID.randomUUID());
        change.record(
                "user.create",
                asserted.provider() + "/" + asserted.userName(),
                "person " + id,
                BeforeAfter.created(created(id).told()));
        long number = change.number();
        if (namesake.isPresent()) {
            LoginTable.giveUpName(connection, namesake.get(), number, change.now());
        }
        LoginTable.insert(connection, id, asserted, number, change.now());
        return Optional.of(id);
    }

    private PersonId update(PeopleChange change, PersonRow before, String action)
            throws SQLException, AuditUnavailableException {
        Connection connection = change.connection();
        boolean renamed = !before.provisioned() && !Folded.of(before.userName()).equals(Folded.of(asserted.userName()));
        Optional<PersonRow> namesake = renamed ? LoginTable.lockByName(connection, asserted) : Optional.empty();
        boolean nameIsTaken = namesake.filter(PersonRow::provisioned).isPresent();
        PersonRow after = after(before, nameIsTaken ? before.userName() : asserted.userName());
        if (!after.equals(before)) {
            change.record(
                    action,
                    before.provider() + "/" + after.userName(),
                    "person " + before.id(),
                    BeforeAfter.changed(before.told(), after.told()));
            long number = change.number();
            if (namesake.isPresent() && !nameIsTaken) {
                LoginTable.giveUpName(connection, namesake.get(), number, change.now());
            }
            LoginTable.update(connection, after, number, change.now());
        }
        return before.id();
    }

    private PersonRow created(PersonId id) {
        return new PersonRow(
                id,
                asserted.provider(),
                Optional.of(asserted.subject()),
                asserted.userName(),
                asserted.displayName(),
                asserted.email(),
                true,
                false,
                false,
                List.of(),
                Storable.groups(asserted, List.of()),
                0);
    }

    private PersonRow after(PersonRow before, String userName) {
        boolean listens = !before.provisioned();
        return new PersonRow(
                before.id(),
                before.provider(),
                Optional.of(asserted.subject()),
                listens ? userName : before.userName(),
                listens ? asserted.displayName() : before.displayName(),
                listens ? asserted.email() : before.email(),
                before.active(),
                before.provisioned(),
                before.deleted(),
                before.groups(),
                Storable.groups(asserted, before.claimedGroups()),
                before.change());
    }

    private Optional<PersonId> nobody(String why) {
        LOG.warn("A login at {} made nobody known: {}", asserted.provider(), why);
        return Optional.empty();
    }
}
