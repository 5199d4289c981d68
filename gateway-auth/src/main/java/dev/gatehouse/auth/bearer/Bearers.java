package dev.gatehouse.auth.bearer;

import dev.gatehouse.auth.agent.AgentClient;
import dev.gatehouse.auth.agent.AgentRoster;
import dev.gatehouse.auth.apikey.ApiKeyRoster;
import dev.gatehouse.auth.people.People;
import dev.gatehouse.auth.people.Person;
import dev.gatehouse.auth.people.PersonId;
import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.Authentication;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.identity.Standing;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.trust.TrustedIssuer;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Those whom a token can be about, as they are now: an agent not revoked, a person still active, a grant not withdrawn. */
public final class Bearers implements Standing {
    private final String issuer;
    private final AgentRoster roster;
    private final ApiKeyRoster apiKeys;
    private final People people;
    private final Revocations revocations;
    private final Supplier<Revision> revisions;

    /** @param issuer who vouches for people here, whoever signed the token */
    public Bearers(
            String issuer,
            AgentRoster roster,
            ApiKeyRoster apiKeys,
            People people,
            Revocations revocations,
            Supplier<Revision> revisions) {
        this.issuer = issuer;
        this.roster = roster;
        this.apiKeys = apiKeys;
        this.people = people;
        this.revocations = revocations;
        this.revisions = revisions;
    }

    @Override
    public boolean isLive(Principal principal) {
        return switch (principal.kind()) {
            case AGENT ->
                roster.live(new AgentName(principal.subject()), principal.clientId())
                                .isPresent()
                        && principal.grant().map(apiKeys::isLive).orElse(true);
            case ANONYMOUS -> true;
            case USER ->
                people.find(new PersonId(UUID.fromString(principal.subject())))
                                .filter(Person::active)
                                .isPresent()
                        && principal.grant().filter(revocations::covers).isEmpty();
        };
    }

    /**
     * Somebody who came in before, with the groups, the bundle and the owner of this moment.
     *
     * @return empty when what they came with counts no more
     */
    public Optional<Principal> again(Principal before) {
        if (!isLive(before)) {
            return Optional.empty();
        }
        return switch (before.kind()) {
            case AGENT ->
                roster.live(new AgentName(before.subject()), before.clientId())
                        .map(agent -> agent.principal(issuer, before.scopes(), before.grant(), before.expiresAt()));
            case USER ->
                people.find(new PersonId(UUID.fromString(before.subject())))
                        .filter(_ -> !AgentClient.isId(before.clientId())
                                || roster.live(before.clientId()).isPresent())
                        .map(person -> person.principal(
                                issuer,
                                before.clientId(),
                                before.scopes(),
                                before.bundle(),
                                before.grant(),
                                before.expiresAt()));
            case ANONYMOUS -> Optional.empty();
        };
    }

    Authentication judge(VerifiedToken token) {
        if (token.isCoveredBy(revocations)) {
            return TokenAuthenticator.rejected("token or grant is revoked");
        }
        return switch (token.bearer()) {
            case VerifiedToken.Bearer.OfAgent(AgentName agent, Authentication accepted) ->
                roster.live(agent, token.clientId())
                        .map(live -> live.registered().isEmpty() ? accepted : registered(live, token))
                        .orElseGet(() -> TokenAuthenticator.rejected("agent is revoked, expired or gone"));
            case VerifiedToken.Bearer.OfPerson person -> person(token, person);
            case VerifiedToken.Bearer.OfSubject(String foreignIssuer, String subject) ->
                person(token, provider(foreignIssuer).flatMap(provider -> people.find(provider, subject)));
        };
    }

    /** Its bundle and its owner are said where it was made, and not in the token. */
    private Authentication registered(AgentClient agent, VerifiedToken token) {
        return new Authentication.Authenticated(
                agent.principal(issuer, token.scopes(), Optional.empty(), token.expiresAt()));
    }

    private Authentication person(VerifiedToken token, VerifiedToken.Bearer.OfPerson bearer) {
        boolean actorGone = bearer.actor()
                .filter(agent -> roster.live(agent, token.clientId()).isEmpty())
                .isPresent();
        return actorGone
                ? TokenAuthenticator.rejected("the agent that acts for the person is revoked, expired or gone")
                : person(token, people.find(bearer.person()));
    }

    private Authentication person(VerifiedToken token, Optional<Person> person) {
        return person.filter(Person::active)
                .<Authentication>map(active -> new Authentication.Authenticated(principal(token, active)))
                .orElseGet(() -> TokenAuthenticator.rejected("person is unknown or not active"));
    }

    /** An issuer that is trusted no more loses what it signed at once. */
    private Optional<String> provider(String foreignIssuer) {
        return revisions
                .get()
                .trust()
                .issuer(foreignIssuer)
                .filter(TrustedIssuer::accessTokens)
                .map(TrustedIssuer::provider);
    }

    private Principal principal(VerifiedToken token, Person person) {
        Optional<BundleName> bundle = Optional.empty();
        Optional<String> grant = Optional.empty();
        if (token.bearer() instanceof VerifiedToken.Bearer.OfPerson known) {
            bundle = known.bundle();
            grant = known.grant();
        }
        return person.principal(issuer, token.clientId(), token.scopes(), bundle, grant, token.expiresAt());
    }
}
