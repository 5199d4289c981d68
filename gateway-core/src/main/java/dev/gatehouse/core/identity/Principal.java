package dev.gatehouse.core.identity;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A caller whose identity was proved, or who may be anonymous because the configuration says so. Never holds the token.
 *
 * @param kind what sort of caller; agents and people are told apart everywhere
 * @param issuer who vouches for the subject
 * @param subject unique within the issuer; for an agent its name
 * @param clientId the OAuth client that presented the token
 * @param groups groups asserted by the issuer
 * @param scopes what the token allows
 * @param expiresAt when the proof ends
 */
public record Principal(
        Kind kind,
        String issuer,
        String subject,
        String clientId,
        Set<String> groups,
        Set<String> scopes,
        Instant expiresAt) {

    public enum Kind {
        AGENT,
        USER,
        ANONYMOUS
    }

    public static final Principal ANONYMOUS =
            new Principal(Kind.ANONYMOUS, "gatehouse", "anonymous", "anonymous", Set.of(), Set.of(), Instant.MAX);

    public Principal {
        groups = Set.copyOf(groups);
        scopes = Set.copyOf(scopes);
    }

    public Optional<AgentName> agent() {
        return kind == Kind.AGENT ? Optional.of(new AgentName(subject)) : Optional.empty();
    }

    /** One string per identity, safe as a key: issuer, kind and subject cannot run into each other. */
    public String key() {
        return kind + "|" + issuer.length() + "|" + issuer + "|" + subject + "|" + clientId;
    }
}
