package dev.gatehouse.auth.agent;

import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.BundleName;
import java.time.Instant;
import java.util.Optional;

/**
 * An agent as an administrator sees it; no secret and no hash is in it.
 *
 * @param bundle empty for an agent that has a row and is gone from the configuration
 * @param previousUntil until when the secret before the newest works, while it does
 */
public record AgentStatus(
        AgentName agent,
        State state,
        Optional<BundleName> bundle,
        Optional<String> owner,
        Optional<String> clientId,
        Optional<Instant> createdAt,
        Optional<Instant> rotatedAt,
        Optional<Instant> previousUntil) {

    public enum State {
        ACTIVE,
        /** Named by the configuration, without credentials. */
        NO_CREDENTIALS,
        REVOKED,
        /** Has credentials that do not work, for the configuration no longer names the agent. */
        NOT_CONFIGURED
    }
}
