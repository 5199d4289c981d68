package dev.gatehouse.core.trust;

import dev.gatehouse.core.identity.Confidential;
import java.util.List;
import java.util.Optional;

/**
 * An OAuth client known beforehand (RFC 6749 §2).
 *
 * @param name what the consent page calls it
 * @param redirectUris compared exactly, but for the port of a loopback address (RFC 8252 §7.3)
 * @param secret for {@code client_secret_basic} and {@code client_secret_post}
 * @param jwks its public keys for {@code private_key_jwt}, a JWK set (RFC 7517 §5); with neither it is a public client
 */
public record RegisteredClient(
        String clientId, String name, List<String> redirectUris, Optional<Confidential> secret, Optional<String> jwks) {
    /** One without keys. */
    public RegisteredClient(String clientId, String name, List<String> redirectUris, Optional<Confidential> secret) {
        this(clientId, name, redirectUris, secret, Optional.empty());
    }

    public RegisteredClient {
        redirectUris = List.copyOf(redirectUris);
    }
}
