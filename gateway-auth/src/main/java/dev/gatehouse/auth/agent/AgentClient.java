package dev.gatehouse.auth.agent;

import dev.gatehouse.core.identity.AgentName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An agent as an OAuth client: what the database knows of it.
 *
 * @param clientId stable while secrets rotate; a revoked agent that is created anew gets another one, so that no token
 *     from before comes back to life
 * @param secrets newest first, at most two; none once revoked
 * @param change number of the change that made this row what it is; later changes have higher numbers
 */
public record AgentClient(
        AgentName agent,
        String clientId,
        List<SecretHash> secrets,
        Instant createdAt,
        Instant rotatedAt,
        Optional<Instant> revokedAt,
        long change) {
    static final int SECRETS_MAX = 2;
    static final String ID_PREFIX = "gha_";

    public AgentClient {
        secrets = List.copyOf(secrets);
    }

    /** Whether it looks like the client id of an agent, known or not. */
    public static boolean isId(String clientId) {
        return clientId.startsWith(ID_PREFIX);
    }

    static AgentClient created(AgentName agent, String clientId, ClientSecret secret, Instant now, long change) {
        return new AgentClient(agent, clientId, List.of(fresh(secret)), now, now, Optional.empty(), change);
    }

    AgentClient rotated(ClientSecret secret, Instant oldUntil, Instant now, long change) {
        List<SecretHash> both = List.of(fresh(secret), secrets.getFirst().until(oldUntil));
        return new AgentClient(agent, clientId, both, createdAt, now, revokedAt, change);
    }

    AgentClient revoked(Instant now, long change) {
        return new AgentClient(agent, clientId, List.of(), createdAt, rotatedAt, Optional.of(now), change);
    }

    public boolean isRevoked() {
        return revokedAt.isPresent();
    }

    /** Compares with every secret there is, whichever matches: the time taken says nothing. */
    boolean accepts(byte[] presentedSha256, Instant now) {
        boolean accepted = false;
        for (SecretHash secret : secrets) {
            accepted |= secret.matches(presentedSha256, now);
        }
        return accepted;
    }

    private static SecretHash fresh(ClientSecret secret) {
        return new SecretHash(secret.sha256(), Instant.MAX);
    }
}
