package dev.gatehouse.auth.apikey;

import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.mcp.ServerName;
import java.time.Instant;
import java.util.Optional;

/**
 * A key as its owner and administrators see it; neither the key nor its hash is in it.
 *
 * @param id names it; no secret
 * @param label what its owner calls it
 * @param shown the first characters of the key
 * @param server the one that it opens; empty: those that its agent may use
 * @param lastUsedAt to the minute
 */
public record ApiKeyStatus(
        String id,
        AgentName agent,
        String label,
        String shown,
        Optional<ServerName> server,
        State state,
        Instant createdAt,
        Instant expiresAt,
        Optional<Instant> lastUsedAt) {

    public enum State {
        ACTIVE,
        REVOKED,
        EXPIRED
    }
}
