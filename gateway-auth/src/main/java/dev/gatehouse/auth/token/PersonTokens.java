package dev.gatehouse.auth.token;

import dev.gatehouse.auth.people.People;
import dev.gatehouse.auth.people.Person;
import dev.gatehouse.auth.trusted.Words;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.revision.Revision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A token for the person that another issuer speaks of: one of the provider that the file gives that issuer, and of no other. */
final class PersonTokens {
    private final Issuer issuer;
    private final People people;

    PersonTokens(Issuer issuer, People people) {
        this.issuer = issuer;
        this.people = people;
    }

    /** @param actor the agent that will act for the person */
    record Wish(String clientId, Optional<String> resource, Optional<String> scope, Optional<String> actor) {}

    Grant decide(Revision revision, Words.Good words, Wish wish) {
        Optional<List<String>> scopes = Scopes.requested(wish.scope());
        if (scopes.isEmpty()) {
            return Grant.refused(OAuthError.unknownScope(Scopes.ALL));
        }
        if (wish.resource().isEmpty()) {
            return Targets.missing();
        }
        // By the subject alone: an e-mail address can be given to somebody else.
        Optional<Person> person =
                people.find(words.issuer().provider(), words.subject()).filter(Person::active);
        if (person.isEmpty()) {
            return Grant.invalid("nobody active of provider " + words.issuer().provider() + " has this subject");
        }
        Principal principal = person.get()
                .principal(
                        issuer.url(),
                        wish.clientId(),
                        Set.copyOf(scopes.get()),
                        Optional.empty(),
                        Optional.empty(),
                        Instant.MAX);
        return Targets.granted(revision, principal, wish.resource().get())
                .<Grant>map(
                        server -> new Grant.Allowed(principal, server, scopes.get(), wish.actor(), Optional.empty()))
                .orElseGet(Targets::unknown);
    }
}
