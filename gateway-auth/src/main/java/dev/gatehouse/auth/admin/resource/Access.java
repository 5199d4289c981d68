package dev.gatehouse.auth.admin.resource;

import dev.gatehouse.auth.bearer.Revocation;
import dev.gatehouse.auth.bearer.Revocations;
import dev.gatehouse.auth.client.ClientDirectory;
import dev.gatehouse.auth.grant.CodeGrants;
import dev.gatehouse.auth.grant.Consent;
import dev.gatehouse.auth.grant.Consents;
import dev.gatehouse.auth.login.Sessions;
import dev.gatehouse.auth.people.Person;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.BeforeAfter;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.database.Transaction;
import dev.gatehouse.core.json.Json;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Ends what rests on people's agreements, each time in one recorded transaction that counts here when it returns. */
final class Access {
    private final CodeGrants grants;
    private final Revocations revocations;
    private final RecordedChange.Place place;

    Access(CodeGrants grants, Revocations revocations, RecordedChange.Place place) {
        this.grants = grants;
        this.revocations = revocations;
        this.place = place;
    }

    List<Consent> consents(Person person) throws SQLException {
        return Transaction.run(place.database(), connection -> Consents.of(connection, person.id()));
    }

    /** Every session and every grant of a person. What they agreed to stays agreed: clients may ask again. */
    boolean endAll(Person person, String actor) throws SQLException, AuditUnavailableException {
        List<Revocation> revoked = place.change(actor, change -> {
            change.record(
                    "user.sessions.end",
                    person.name(),
                    "person " + person.id() + ", with every token",
                    BeforeAfter.deleted(told(CodeGrants.liveOf(change.connection(), person.id()))));
            Sessions.endAll(change.connection(), person.id());
            return grants.revokeOf(change.connection(), person.id());
        });
        revoked.forEach(revocations::apply);
        return true;
    }

    private static Json told(List<UUID> grants) {
        return Json.object()
                .put(
                        "grants",
                        Json.ofStrings(grants.stream().map(UUID::toString).toList()))
                .build();
    }

    /** False when this person never gave it. */
    boolean takeBack(Person person, UUID consent, String actor) throws SQLException, AuditUnavailableException {
        Optional<List<Revocation>> revoked = place.change(actor, change -> {
            Optional<Consent> given = Consents.find(change.connection(), person.id(), consent);
            change.record(
                    "consent.take-back",
                    consent.toString(),
                    "of " + person.name() + ", with every token",
                    new BeforeAfter(given.map(Consent::told), Optional.empty()));
            return Consents.withdraw(change.connection(), person.id(), consent).isPresent()
                    ? Optional.of(grants.revokeAll(change.connection(), consent))
                    : Optional.empty();
        });
        revoked.ifPresent(all -> all.forEach(revocations::apply));
        return revoked.isPresent();
    }

    /** Ends whatever anybody gave a client, and its registration, where it registered itself. */
    void end(String clientId, String actor) throws SQLException, AuditUnavailableException {
        List<Revocation> revoked = place.change(actor, change -> {
            change.record(
                    "client.revoke",
                    clientId,
                    "with every consent and every token",
                    BeforeAfter.deleted(told(CodeGrants.liveOf(change.connection(), clientId))));
            boolean _ = ClientDirectory.forget(change.connection(), clientId);
            Consents.forget(change.connection(), clientId);
            return grants.revokeOf(change.connection(), clientId);
        });
        revoked.forEach(revocations::apply);
    }
}
