package dev.gatehouse.auth.agent;

import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.revision.Agent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An agent as an OAuth client: what the database knows of it.
 *
 * @param clientId stable while secrets rotate; a revoked agent that is created anew gets another one, so that no token
 *     from before comes back to life
 * @param registered what was said of it when it was made at run time; empty for one that only the file names
 * @param secrets newest first, at most two; none once revoked
 * @param change number of the change that made this row what it is; later changes have higher numbers
 */
public record AgentClient(
        AgentName agent,
        String clientId,
        Optional<Agent> registered,
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

    static AgentClient created(
            AgentName agent,
            String clientId,
            Optional<Agent> registered,
            ClientSecret secret,
            Instant now,
            long change) {
        return new AgentClient(agent, clientId, registered, List.of(fresh(secret)), now, now, Optional.empty(), change);
    }

    AgentClient rotated(ClientSecret secret, Instant oldUntil, Instant now, long change) {
        List<SecretHash> both = List.of(fresh(secret), secrets.getFirst().until(oldUntil));
        return new AgentClient(agent, clientId, registered, both, createdAt, now, revokedAt, change);
    }

    AgentClient revoked(Instant now, long change) {
        return new AgentClient(agent, clientId, registered, List.of(), createdAt, rotatedAt, Optional.of(now), change);
    }

    AgentClient registered(Agent as, long number) {
        return new AgentClient(agent, clientId, Optional.of(as), secrets, createdAt, rotatedAt, revokedAt, number);
    }

    /** As a caller. */
    public Principal principal(String issuer, Set<String> scopes, Optional<String> grant, Instant expiresAt) {
        return new Principal(
                Principal.Kind.AGENT,
                issuer,
                agent.value(),
                Optional.empty(),
                clientId,
                Set.of(),
                scopes,
                registered.map(Agent::bundle),
                registered.flatMap(Agent::owner),
                grant,
                expiresAt);
    }

    Optional<Instant> previousUntil() {
        return secrets.stream().skip(1).map(SecretHash::until).findFirst();
    }

    /** When its secrets are too old to be accepted, whichever: the newest decides. */
    Instant secretUntil(Agent known) {
        return known.rotateEvery()
                .map(every -> rotatedAt.plus(every).plus(AgentCredentials.OVERLAP))
                .orElse(Instant.MAX);
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

    /** For the trail: which secrets there are, and never what they are. */
    Json told() {
        return Json.object()
                .put("client", clientId)
                .putIf("bundle", registered.map(known -> known.bundle().value()))
                .putIf("owner", registered.flatMap(Agent::owner))
                .putIf("purpose", registered.flatMap(Agent::purpose))
                .putIf("expires", registered.flatMap(Agent::expires).map(Instant::toString))
                .putIf("rotateEvery", registered.flatMap(Agent::rotateEvery).map(Duration::toString))
                .put("secrets", secrets.size())
                .putIf("earlierSecretUntil", previousUntil().map(Instant::toString))
                .put("rotatedAt", rotatedAt.toString())
                .putIf("revokedAt", revokedAt.map(Instant::toString))
                .build();
    }

    private static SecretHash fresh(ClientSecret secret) {
        return new SecretHash(secret.sha256(), Instant.MAX);
    }
}
