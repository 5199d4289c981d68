package dev.gatehouse.auth.agent;

import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.revision.Agent;
import dev.gatehouse.core.revision.Revision;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Lists agents: those the configuration names and those that have a row, by name. Reads memory only. */
public final class AgentListing {
    private final AgentRoster roster;
    private final Supplier<Revision> revisions;
    private final Clocks clocks;

    public AgentListing(AgentRoster roster, Supplier<Revision> revisions, Clocks clocks) {
        this.roster = roster;
        this.revisions = revisions;
        this.clocks = clocks;
    }

    public List<AgentStatus> list() {
        Map<AgentName, Agent> configured = revisions.get().agents();
        Map<AgentName, AgentClient> clients = roster.all();
        TreeSet<AgentName> names = new TreeSet<>(configured.keySet());
        names.addAll(clients.keySet());
        Instant now = clocks.now();
        return names.stream()
                .map(name -> status(
                        name, Optional.ofNullable(configured.get(name)), Optional.ofNullable(clients.get(name)), now))
                .toList();
    }

    private static AgentStatus status(
            AgentName name, Optional<Agent> configured, Optional<AgentClient> client, Instant now) {
        return new AgentStatus(
                name,
                state(configured, client),
                configured.map(Agent::bundle),
                configured.flatMap(Agent::owner),
                client.map(AgentClient::clientId),
                client.map(AgentClient::createdAt),
                client.map(AgentClient::rotatedAt),
                client.flatMap(c -> c.secrets().stream()
                                .skip(1)
                                .map(SecretHash::until)
                                .findFirst())
                        .filter(now::isBefore));
    }

    private static AgentStatus.State state(Optional<Agent> configured, Optional<AgentClient> client) {
        if (client.filter(AgentClient::isRevoked).isPresent()) {
            return AgentStatus.State.REVOKED;
        }
        if (client.isEmpty()) {
            return AgentStatus.State.NO_CREDENTIALS;
        }
        return configured.isPresent() ? AgentStatus.State.ACTIVE : AgentStatus.State.NOT_CONFIGURED;
    }
}
