package dev.gatehouse.auth.people;

import dev.gatehouse.core.audit.AuditUnavailableException;
import java.sql.SQLException;
import java.util.Optional;

/** Everybody. Reading is from memory: it works while the database is away, and cannot be slow. */
public interface People {
    /** The person as known now, active or not. */
    Optional<Person> find(PersonId id);

    /** The person whom the provider calls so in {@code sub}; empty before their first login. */
    Optional<Person> find(String provider, String subject);

    /** The person whom the provider calls so now, whatever the name's case; a name may be somebody else's later. */
    Optional<Person> named(String provider, String userName);

    /**
     * Finds whom a login is about, creates or updates them where the provider may.
     *
     * @param createsPeople whether the provider's word alone makes a person
     * @throws SQLException when the database does not confirm it: ask again
     * @throws AuditUnavailableException when a change cannot be recorded; nothing is changed then
     */
    Acquaintance meet(Asserted asserted, boolean createsPeople) throws SQLException, AuditUnavailableException;
}
