package dev.gatehouse.auth.apikey;

import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ServerName;
import java.time.Instant;
import java.util.Optional;

/**
 * A key as the database has it.
 *
 * @param clientId the agent's when the key was made: it does not outlive that client
 * @param label what its owner calls it
 * @param shown the first characters of the key
 * @param server the one that it opens; empty: those that its agent may use
 * @param change number of the change that made this row what it is; later changes have higher numbers
 */
record ApiKeyRow(
        String id,
        byte[] sha256,
        AgentName agent,
        String clientId,
        String label,
        String shown,
        Optional<ServerName> server,
        Instant createdAt,
        Instant expiresAt,
        Optional<Instant> revokedAt,
        Optional<Instant> lastUsedAt,
        long change) {

    ApiKeyStatus status(Instant now, Optional<Instant> usedHere) {
        ApiKeyStatus.State state = now.isBefore(expiresAt) ? ApiKeyStatus.State.ACTIVE : ApiKeyStatus.State.EXPIRED;
        return new ApiKeyStatus(
                id,
                agent,
                label,
                shown,
                server,
                revokedAt.isPresent() ? ApiKeyStatus.State.REVOKED : state,
                createdAt,
                expiresAt,
                usedHere.or(() -> lastUsedAt));
    }

    /** For the trail. Its first characters are there to be recognized by, as in lists. */
    Json told() {
        return Json.object()
                .put("agent", agent.value())
                .put("client", clientId)
                .put("label", label)
                .put("shown", shown)
                .putIf("server", server.map(ServerName::value))
                .put("createdAt", createdAt.toString())
                .put("expiresAt", expiresAt.toString())
                .build();
    }

    @Override
    public String toString() {
        return "ApiKeyRow[" + id + " of " + agent + "]";
    }
}
