package dev.gatehouse.core.revision;

import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.BundleName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A non-human principal, as the file declares it or as somebody made it at run time; its credentials live in the database.
 *
 * @param owner who answers for it; {@code provider/userName} where that is a person of a provider
 * @param purpose what it is there for, for whoever reviews agents
 * @param expires from then on it is refused like a revoked one
 * @param rotateEvery how old a secret may grow before it should be replaced
 * @param jwks public keys that it can prove itself with beside its secret, a JWK set (RFC 7517 §5)
 */
public record Agent(
        AgentName name,
        BundleName bundle,
        Optional<String> owner,
        Optional<String> purpose,
        Optional<Instant> expires,
        Optional<Duration> rotateEvery,
        Optional<String> jwks) {
    public static final Duration ROTATE_EVERY_MIN = Duration.ofDays(1);
    public static final Duration ROTATE_EVERY_MAX = Duration.ofDays(366);

    public Agent(AgentName name, BundleName bundle, Optional<String> owner) {
        this(name, bundle, owner, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public Agent renewed(Instant until) {
        return new Agent(name, bundle, owner, purpose, Optional.of(until), rotateEvery, jwks);
    }

    public boolean isExpired(Instant now) {
        return expires.filter(end -> !now.isBefore(end)).isPresent();
    }
}
