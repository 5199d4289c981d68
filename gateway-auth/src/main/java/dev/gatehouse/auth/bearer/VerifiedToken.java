package dev.gatehouse.auth.bearer;

import dev.gatehouse.auth.people.PersonId;
import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.Authentication;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What is true of a token for ever once its signature was checked; what can change is asked again on every request.
 *
 * @param audiences it names at least one
 * @param expiresAt the leeway included
 */
record VerifiedToken(
        Proof proof,
        Bearer bearer,
        Set<String> audiences,
        String clientId,
        Set<String> scopes,
        String id,
        Instant issuedAt,
        Instant expiresAt) {

    /** Who signed it. */
    sealed interface Proof {
        record Ours(String keyId) implements Proof {}

        record Foreign() implements Proof {}
    }

    /** Whom it is about. */
    sealed interface Bearer {
        /** @param accepted the same on each request of an agent that only the file names */
        record OfAgent(AgentName agent, Authentication accepted) implements Bearer {}

        record OfPerson(PersonId person, Optional<BundleName> bundle, Optional<String> grant, Optional<AgentName> actor)
                implements Bearer {}

        /** A person by the {@code sub} that another issuer has for them. */
        record OfSubject(String issuer, String subject) implements Bearer {}
    }

    static VerifiedToken ours(String keyId, Claims claims, Instant expiresAt) {
        return new VerifiedToken(
                new Proof.Ours(keyId),
                bearer(claims, expiresAt),
                Set.of(claims.audience()),
                claims.clientId(),
                claims.scopes(),
                claims.id(),
                claims.issuedAt(),
                expiresAt);
    }

    static VerifiedToken foreign(ForeignTokens.Foreign token) {
        return new VerifiedToken(
                new Proof.Foreign(),
                new Bearer.OfSubject(token.issuer(), token.subject()),
                token.audiences(),
                token.clientId(),
                token.scopes(),
                token.id(),
                token.issuedAt(),
                token.expiresAt().plus(TokenAuthenticator.LEEWAY));
    }

    boolean isCoveredBy(Revocations revocations) {
        Optional<String> grant = bearer instanceof Bearer.OfPerson person ? person.grant() : Optional.empty();
        return revocations.covers(id, grant, issuedAt);
    }

    private static Bearer bearer(Claims claims, Instant expiresAt) {
        if (claims.kind() == Principal.Kind.USER) {
            PersonId person = new PersonId(UUID.fromString(claims.subject()));
            return new Bearer.OfPerson(person, claims.bundle(), claims.grant(), claims.actor());
        }
        Principal agent = new Principal(
                Principal.Kind.AGENT,
                claims.issuer(),
                claims.subject(),
                claims.clientId(),
                Set.of(),
                claims.scopes(),
                expiresAt);
        return new Bearer.OfAgent(new AgentName(claims.subject()), new Authentication.Authenticated(agent));
    }
}
