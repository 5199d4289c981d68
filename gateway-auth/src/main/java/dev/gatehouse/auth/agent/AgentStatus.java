package dev.gatehouse.auth.agent;

import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.revision.Agent;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * An agent as an administrator sees it; no secret and no hash is in it.
 *
 * @param known what is said of it; empty for an agent that has a row and is gone from the configuration
 * @param previousUntil until when the secret before the newest works, while it does
 * @param secretUntil when its secret is too old to be accepted, where it has to be rotated
 * @param flags what somebody should look at
 */
public record AgentStatus(
        AgentName agent,
        State state,
        Source source,
        Optional<Agent> known,
        Optional<String> clientId,
        Optional<Instant> createdAt,
        Optional<Instant> rotatedAt,
        Optional<Instant> previousUntil,
        Optional<Instant> secretUntil,
        Set<AgentFlag> flags) {

    public enum State {
        ACTIVE,
        /** Named by the configuration, without credentials. */
        NO_CREDENTIALS,
        REVOKED,
        EXPIRED,
        /** Has credentials that do not work, for the configuration no longer names the agent. */
        NOT_CONFIGURED
    }

    /** Who speaks of it. */
    public enum Source {
        FILE,
        RUNTIME,
        /** It was made at run time too, and the file is right. */
        FILE_OVER_RUNTIME,
        NOBODY
    }

    public Optional<BundleName> bundle() {
        return known.map(Agent::bundle);
    }

    public Optional<String> owner() {
        return known.flatMap(Agent::owner);
    }
}
