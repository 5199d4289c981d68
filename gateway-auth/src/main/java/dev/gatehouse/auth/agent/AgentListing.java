package dev.gatehouse.auth.agent;

import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.revision.Agent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lists agents: those the configuration names and those that have a row, by name. Reads memory only. */
public final class AgentListing {
    private final AgentRoster roster;
    private final AgentReview review;
    private final Clocks clocks;

    public AgentListing(AgentRoster roster, AgentReview review, Clocks clocks) {
        this.roster = roster;
        this.review = review;
        this.clocks = clocks;
    }

    public List<AgentStatus> list() {
        return roster.names().stream().sorted().map(this::status).toList();
    }

    /** Empty where the configuration does not name it and there is no row of it. */
    public Optional<AgentStatus> find(AgentName agent) {
        return Optional.of(status(agent))
                .filter(status ->
                        status.known().isPresent() || status.clientId().isPresent());
    }

    private AgentStatus status(AgentName name) {
        Optional<Agent> known = roster.find(name);
        Optional<AgentClient> client = roster.row(name);
        Instant now = clocks.now();
        return new AgentStatus(
                name,
                state(known, client, now),
                source(name, client),
                known,
                client.map(AgentClient::clientId),
                client.map(AgentClient::createdAt),
                client.map(AgentClient::rotatedAt),
                client.flatMap(AgentClient::previousUntil).filter(now::isBefore),
                known.flatMap(agent -> client.map(held -> held.secretUntil(agent)))
                        .filter(until -> until.isBefore(Instant.MAX)),
                known.map(agent -> review.flags(agent, client)).orElse(Set.of()));
    }

    private AgentStatus.Source source(AgentName name, Optional<AgentClient> client) {
        boolean runtime = client.flatMap(AgentClient::registered).isPresent();
        if (roster.configured().containsKey(name)) {
            return runtime ? AgentStatus.Source.FILE_OVER_RUNTIME : AgentStatus.Source.FILE;
        }
        return runtime ? AgentStatus.Source.RUNTIME : AgentStatus.Source.NOBODY;
    }

    private static AgentStatus.State state(Optional<Agent> known, Optional<AgentClient> client, Instant now) {
        if (client.filter(AgentClient::isRevoked).isPresent()) {
            return AgentStatus.State.REVOKED;
        }
        if (known.filter(agent -> agent.isExpired(now)).isPresent()) {
            return AgentStatus.State.EXPIRED;
        }
        if (client.isEmpty()) {
            return AgentStatus.State.NO_CREDENTIALS;
        }
        return known.isPresent() ? AgentStatus.State.ACTIVE : AgentStatus.State.NOT_CONFIGURED;
    }
}
