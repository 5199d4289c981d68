package dev.gatehouse.auth.agent;

import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.database.Transaction;
import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.revision.Agent;
import dev.gatehouse.core.revision.Revision;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * All agents in memory. Answers who a client is without touching the database: while that is down known agents keep
 * working and revocations already seen stay in force. An agent exists that the current revision names, or that was made
 * at run time; where both speak of it, the revision is right.
 */
public final class AgentRoster {
    /** Rows of agents, revoked ones included, that one gateway holds. */
    public static final int AGENTS_MAX = 100_000;

    private static final int PAGE_ROWS = 10_000;

    private final DataSource database;
    private final Supplier<Revision> revisions;
    private final Clocks clocks;
    private final AgentClient nobody;
    private final Map<AgentName, AgentClient> byName = new ConcurrentHashMap<>();
    private final Map<String, AgentClient> byClientId = new ConcurrentHashMap<>();
    private final ReentrantLock reading = new ReentrantLock();
    private long seen;
    private volatile long version;

    private AgentRoster(DataSource database, Supplier<Revision> revisions, Clocks clocks) {
        this.database = database;
        this.revisions = revisions;
        this.clocks = clocks;
        this.nobody = AgentClient.created(
                new AgentName("nobody"),
                "",
                Optional.empty(),
                ClientSecret.random(new SecureRandom()),
                clocks.now(),
                0);
    }

    /** @throws SQLException when the first copy cannot be read: without it nobody could be told from nobody */
    public static AgentRoster open(DataSource database, Supplier<Revision> revisions, Clocks clocks)
            throws SQLException {
        AgentRoster roster = new AgentRoster(database, revisions, clocks);
        roster.refresh();
        return roster;
    }

    /**
     * The agents of a local copy, for a start while the database is away. Everything is read again once that is back; a
     * revocation that the copy knows stays in force whatever an older database says.
     */
    public static AgentRoster restore(DataInput in, DataSource database, Supplier<Revision> revisions, Clocks clocks)
            throws IOException {
        AgentRoster roster = new AgentRoster(database, revisions, clocks);
        AgentRows.read(in).forEach(roster::apply);
        return roster;
    }

    /** What {@link #restore} reads. */
    public void write(DataOutput out) throws IOException {
        AgentRows.write(out, byName.values().stream().toList());
    }

    /** Grows with every change of a row. */
    public long version() {
        return version;
    }

    /** Reads what changed since the last time. On an exception the copy stays as it is. */
    public void refresh() throws SQLException {
        reading.lock();
        try {
            int rows;
            do {
                rows = readPage();
            } while (rows == PAGE_ROWS);
        } finally {
            reading.unlock();
        }
    }

    private int readPage() throws SQLException {
        long after = seen;
        List<AgentClient> page = Transaction.run(database, c -> AgentTable.changedAfter(c, after, PAGE_ROWS));
        for (AgentClient client : page) {
            apply(client);
            seen = client.change();
        }
        return page.size();
    }

    /** Takes a committed row in; a change that is older than what is known is ignored. */
    synchronized void apply(AgentClient client) {
        AgentClient known = byName.get(client.agent());
        boolean outdated = known != null && known.change() >= client.change();
        if (outdated || (known == null && isFull())) {
            return;
        }
        byName.put(client.agent(), client);
        byClientId.put(client.clientId(), client);
        if (known != null && !known.clientId().equals(client.clientId())) {
            byClientId.remove(known.clientId());
        }
        version++;
    }

    /** The agent that this id and secret prove, in the same time whether the id, the secret or the agent is wrong. */
    public Optional<AgentClient> authenticate(String clientId, ClientSecret secret) {
        AgentClient client = byClientId.getOrDefault(clientId, nobody);
        Instant now = clocks.now();
        boolean accepted = client.accepts(secret.sha256(), now);
        return accepted && mayAct(client, agent -> now.isBefore(client.secretUntil(agent)))
                ? Optional.of(client)
                : Optional.empty();
    }

    /** The agent under this client id, if it may act now; whether it is who speaks must have been proved otherwise. */
    public Optional<AgentClient> live(String clientId) {
        return Optional.ofNullable(byClientId.get(clientId)).filter(client -> mayAct(client, _ -> true));
    }

    /** The public keys that the configuration gives an agent, as a JWK set. */
    public Optional<String> jwks(String clientId) {
        return live(clientId).flatMap(client -> find(client.agent())).flatMap(Agent::jwks);
    }

    /** The agent of this name if it may act now, and is still this client: neither revoked nor replaced nor expired. */
    public Optional<AgentClient> live(AgentName agent, String clientId) {
        return Optional.ofNullable(byName.get(agent))
                .filter(client -> client.clientId().equals(clientId) && mayAct(client, _ -> true));
    }

    private boolean mayAct(AgentClient client, Predicate<Agent> also) {
        return !client.isRevoked()
                && find(client.agent())
                        .filter(agent -> !agent.isExpired(clocks.now()) && also.test(agent))
                        .isPresent();
    }

    /** Why {@link #authenticate} says no, for the audit trail; the client is never told. */
    public String whyNot(String clientId) {
        AgentClient client = byClientId.get(clientId);
        if (client == null) {
            return "unknown client";
        }
        AgentName name = client.agent();
        if (client.isRevoked()) {
            return "agent " + name + " is revoked";
        }
        Optional<Agent> agent = find(name);
        if (agent.isEmpty()) {
            return "agent " + name + " is not in the configuration";
        }
        if (agent.get().isExpired(clocks.now())) {
            return "agent " + name + " has expired";
        }
        return clocks.now().isBefore(client.secretUntil(agent.get()))
                ? "wrong or outdated secret of agent " + name
                : "the secret of agent " + name + " was not rotated in time";
    }

    /** The agent that acts here, on its own or for a person whose token it exchanged. */
    public Optional<AgentName> actor(Principal principal) {
        return principal
                .agent()
                .or(() -> Optional.ofNullable(byClientId.get(principal.clientId()))
                        .map(AgentClient::agent));
    }

    public boolean knows(String clientId) {
        return byClientId.containsKey(clientId);
    }

    /** What is said of an agent: by the file, or else where it was made. */
    Optional<Agent> find(AgentName agent) {
        return configured(agent).or(() -> Optional.ofNullable(byName.get(agent)).flatMap(AgentClient::registered));
    }

    /** Whether there is an agent of this name, by the file or by its registration. */
    public boolean exists(AgentName agent) {
        return find(agent).isPresent();
    }

    Optional<Agent> configured(AgentName agent) {
        return Optional.ofNullable(configured().get(agent));
    }

    Map<AgentName, Agent> configured() {
        return revisions.get().agents();
    }

    /** Of all agents that the configuration names or that have a row. */
    Set<AgentName> names() {
        Set<AgentName> names = new HashSet<>(configured().keySet());
        names.addAll(byName.keySet());
        return names;
    }

    Optional<AgentClient> row(AgentName agent) {
        return Optional.ofNullable(byName.get(agent));
    }

    boolean hasBundle(BundleName bundle) {
        return revisions.get().has(bundle);
    }

    boolean isFull() {
        return byName.size() >= AGENTS_MAX;
    }
}
