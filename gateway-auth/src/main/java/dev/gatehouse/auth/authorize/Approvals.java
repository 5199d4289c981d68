package dev.gatehouse.auth.authorize;

import dev.gatehouse.auth.bearer.Revocation;
import dev.gatehouse.auth.bearer.Revocations;
import dev.gatehouse.auth.client.OAuthClient;
import dev.gatehouse.auth.grant.Agreement;
import dev.gatehouse.auth.grant.CodeGrants;
import dev.gatehouse.auth.grant.Consent;
import dev.gatehouse.auth.grant.Consents;
import dev.gatehouse.auth.people.Person;
import dev.gatehouse.auth.token.Target;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.BeforeAfter;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.database.Transaction;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.revision.Revision;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Writes down what people agree to and take back, each in one recorded transaction. */
final class Approvals {
    private final CodeGrants grants;
    private final Revocations revocations;
    private final RecordedChange.Place place;
    private final Supplier<Revision> revisions;

    Approvals(CodeGrants grants, Revocations revocations, RecordedChange.Place place, Supplier<Revision> revisions) {
        this.grants = grants;
        this.revocations = revocations;
        this.place = place;
        this.revisions = revisions;
    }

    /** What became of an approval. */
    sealed interface Approved {
        record WithCode(String code) implements Approved {
            @Override
            public String toString() {
                return "WithCode[hidden]";
            }
        }

        /** This very question was approved before. */
        record Already() implements Approved {}

        /** The person has to take something back first. */
        record TooMany() implements Approved {}
    }

    Approved approve(Person person, OAuthClient client, Question question, Option option)
            throws SQLException, AuditUnavailableException {
        if (consents(person).size() >= Consents.PER_PERSON_MAX) {
            return new Approved.TooMany();
        }
        Optional<CodeGrants.Issued> issued = place.change(person.name(), change -> {
            Consent consent = new Consent(
                    UUID.randomUUID(),
                    person.id(),
                    client.clientId(),
                    client.name(),
                    question.redirectUri(),
                    option.name(),
                    option.bundle(),
                    question.scopes(),
                    change.now());
            change.record(
                    "consent.give", client.clientId(), detail(question, option), BeforeAfter.created(consent.told()));
            UUID id = Consents.remember(change.connection(), consent);
            return grants.issue(
                    change.connection(), agreement(person, question, option, id, change.now()), question.challenge());
        });
        issued.ifPresent(code -> code.revoked().forEach(revocations::apply));
        return issued.<Approved>map(code -> new Approved.WithCode(code.code())).orElseGet(Approved.Already::new);
    }

    private Agreement agreement(Person person, Question question, Option option, UUID consent, Instant now) {
        return new Agreement(
                question.id(),
                consent,
                person.id(),
                question.clientId(),
                question.redirectUri(),
                option.target().url(),
                option.bundle(),
                question.scopes(),
                now,
                now.plus(revisions.get().trust().lifetimes().refreshMax()));
    }

    private static String detail(Question question, Option option) {
        return (option.target() instanceof Target.Server ? "server " : "") + option.name()
                + option.bundle()
                        .map(BundleName::value)
                        .map(name -> ", bundle " + name)
                        .orElse("")
                + ", scopes " + String.join(" ", question.scopes()) + ", to " + question.redirectUri();
    }

    /** Kept for the trail only. */
    void deny(Person person, Question question) throws SQLException, AuditUnavailableException {
        boolean _ = place.change(person.name(), change -> {
            change.record("consent.deny", question.clientId(), "to " + question.redirectUri());
            return true;
        });
    }

    List<Consent> consents(Person person) throws SQLException {
        return Transaction.run(place.database(), connection -> Consents.of(connection, person.id()));
    }

    /** Ends the consent and every grant that rests on it, at once. */
    void takeBack(Person person, UUID id) throws SQLException, AuditUnavailableException {
        List<Revocation> revoked = place.change(person.name(), change -> {
            Optional<Consent> given = Consents.find(change.connection(), person.id(), id);
            change.record(
                    "consent.take-back",
                    id.toString(),
                    "with everything that rests on it",
                    new BeforeAfter(given.map(Consent::told), Optional.empty()));
            return Consents.withdraw(change.connection(), person.id(), id).isPresent()
                    ? grants.revokeAll(change.connection(), id)
                    : List.of();
        });
        revoked.forEach(revocations::apply);
    }
}
