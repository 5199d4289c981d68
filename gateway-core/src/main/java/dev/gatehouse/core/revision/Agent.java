package dev.gatehouse.core.revision;

import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.BundleName;
import java.util.Optional;

/**
 * A non-human principal as the configuration declares it; its credentials live in the database.
 *
 * @param jwks public keys that it can prove itself with beside its secret, a JWK set (RFC 7517 §5)
 */
public record Agent(AgentName name, BundleName bundle, Optional<String> owner, Optional<String> jwks) {
    public Agent(AgentName name, BundleName bundle, Optional<String> owner) {
        this(name, bundle, owner, Optional.empty());
    }
}
