package dev.gatehouse.core.trust;

import dev.gatehouse.core.identity.Confidential;
import java.util.List;
import java.util.Optional;

/**
 * An OAuth client known beforehand (RFC 6749 §2).
 *
 * @param name what the consent page calls it
 * @param redirectUris compared exactly, but for the port of a loopback address (RFC 8252 §7.3)
 * @param secret empty for a public client
 */
public record RegisteredClient(String clientId, String name, List<String> redirectUris, Optional<Confidential> secret) {
    public RegisteredClient {
        redirectUris = List.copyOf(redirectUris);
    }
}
