package dev.gatehouse.auth.agent;

import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.BeforeAfter;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.revision.Agent;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Makes and renews agents; issues, rotates and revokes their credentials. A change is in the audit trail, durably, before it is
 * committed; it is in force on this gateway when the method returns, over a restart too, and on others when they next
 * refresh.
 */
public final class AgentCredentials {
    /** How long the old secret works beside a new one, unless said otherwise. */
    public static final Duration OVERLAP = Duration.ofHours(24);

    public static final Duration OVERLAP_MAX = Duration.ofDays(7);

    private static final int CLIENT_RANDOM_BYTES = 16;

    private final RecordedChange.Place place;
    private final AgentRoster roster;
    private final Runnable changed;
    private final SecureRandom random = new SecureRandom();

    /** @param changed run after a change is in force and before anyone is told */
    public AgentCredentials(RecordedChange.Place place, AgentRoster roster, Runnable changed) {
        this.place = place;
        this.roster = roster;
        this.changed = changed;
    }

    /**
     * Gives the agent a fresh secret. An agent without a client, or with a revoked one, becomes a new client; one that
     * has credentials keeps its client id, and the secret it had works for {@link #OVERLAP} more.
     *
     * @param actor who asked, for the audit trail
     * @throws SQLException when the database did not confirm the change: ask again
     * @throws AuditUnavailableException when the change cannot be recorded; nothing is changed then
     */
    public CredentialChange create(AgentName agent, String actor) throws SQLException, AuditUnavailableException {
        return change(agent, actor, "agent.create", (before, now, number) -> {
            boolean configured = roster.configured(agent).isPresent();
            Optional<AgentClient> live = before.filter(client ->
                    !client.isRevoked() && (configured || client.registered().isPresent()));
            if (live.isPresent()) {
                return rotated(live.get(), OVERLAP, now, number);
            }
            return configured
                    ? fresh(agent, before, Optional.empty(), now, number)
                    : Step.none(new CredentialChange.NoSuchAgent());
        });
    }

    /**
     * Makes an agent that the configuration does not name, with a client of its own and its first secret. One that was
     * revoked can be made anew, and is another client then.
     */
    public CredentialChange register(Agent agent, String actor) throws SQLException, AuditUnavailableException {
        if (roster.configured(agent.name()).isPresent()) {
            return new CredentialChange.Configured();
        }
        if (!roster.hasBundle(agent.bundle())) {
            return new CredentialChange.NoSuchBundle();
        }
        return change(agent.name(), actor, "agent.register", (before, now, number) -> {
            if (agent.isExpired(now)) {
                return Step.none(new CredentialChange.AlreadyExpired());
            }
            return before.filter(client ->
                                    !client.isRevoked() && client.registered().isPresent())
                            .isPresent()
                    ? Step.none(new CredentialChange.AlreadyThere())
                    : fresh(agent.name(), before, Optional.of(agent), now, number);
        });
    }

    /** Moves the time from which on an agent is refused that was made at run time; also of one that has expired. */
    public CredentialChange renew(AgentName agent, Instant expires, String actor)
            throws SQLException, AuditUnavailableException {
        if (roster.configured(agent).isPresent()) {
            return new CredentialChange.Configured();
        }
        return change(agent, actor, "agent.renew", (before, now, number) -> {
            if (!now.isBefore(expires)) {
                return Step.none(new CredentialChange.AlreadyExpired());
            }
            return before.filter(client -> !client.isRevoked())
                    .flatMap(client ->
                            client.registered().map(known -> client.registered(known.renewed(expires), number)))
                    .map(client ->
                            new Step(Optional.of(client), new CredentialChange.Renewed(expires), "expires " + expires))
                    .orElseGet(() -> Step.none(new CredentialChange.NoSuchAgent()));
        });
    }

    /**
     * Gives the agent a new secret; the one it had works for the overlap more, an older one stops now.
     *
     * @param overlap from zero to {@link #OVERLAP_MAX}
     */
    public CredentialChange rotate(AgentName agent, Duration overlap, String actor)
            throws SQLException, AuditUnavailableException {
        if (overlap.isNegative() || overlap.compareTo(OVERLAP_MAX) > 0) {
            throw new IllegalArgumentException("overlap: " + overlap + " (expected: 0 to " + OVERLAP_MAX + ")");
        }
        if (roster.find(agent).isEmpty()) {
            return new CredentialChange.NoSuchAgent();
        }
        return change(
                agent,
                actor,
                "agent.rotate",
                (before, now, number) -> before.filter(c -> !c.isRevoked())
                        .map(client -> rotated(client, overlap, now, number))
                        .orElseGet(() -> Step.none(new CredentialChange.NoCredentials())));
    }

    /** Ends every secret and every token of the agent. Works for agents that the configuration no longer names too. */
    public CredentialChange revoke(AgentName agent, String actor) throws SQLException, AuditUnavailableException {
        return change(agent, actor, "agent.revoke", (before, now, number) -> {
            if (before.isEmpty()) {
                return Step.none(
                        roster.configured(agent).isPresent()
                                ? new CredentialChange.NoCredentials()
                                : new CredentialChange.NoSuchAgent());
            }
            String clientId = before.get().clientId();
            CredentialChange revoked = new CredentialChange.Revoked(clientId);
            return before.get().isRevoked()
                    ? Step.none(revoked)
                    : new Step(Optional.of(before.get().revoked(now, number)), revoked, "client " + clientId);
        });
    }

    private Step fresh(
            AgentName agent, Optional<AgentClient> before, Optional<Agent> registered, Instant now, long number) {
        if (before.isEmpty() && roster.isFull()) {
            return Step.none(new CredentialChange.TooManyAgents());
        }
        ClientSecret secret = ClientSecret.random(random);
        AgentClient client = AgentClient.created(agent, newClientId(), registered, secret, now, number);
        String bundle = registered.map(known -> " in bundle " + known.bundle()).orElse("");
        return new Step(Optional.of(client), issued(client, secret), "new client " + client.clientId() + bundle);
    }

    private Step rotated(AgentClient client, Duration overlap, Instant now, long number) {
        ClientSecret secret = ClientSecret.random(random);
        AgentClient rotated = client.rotated(secret, now.plus(overlap), now, number);
        CredentialChange.Issued issued = issued(rotated, secret);
        String until = issued.previousUntil().map(Instant::toString).orElse("now");
        return new Step(
                Optional.of(rotated), issued, "client " + client.clientId() + ", earlier secret until " + until);
    }

    private CredentialChange change(AgentName agent, String actor, String action, Plan plan)
            throws SQLException, AuditUnavailableException {
        Step done = place.change(actor, change -> {
            long number = AgentChangeNumber.next(change.connection());
            Optional<AgentClient> before = AgentTable.find(change.connection(), agent);
            Step step = plan.step(before, change.now(), number);
            if (step.after().isPresent()) {
                BeforeAfter difference = new BeforeAfter(
                        before.map(AgentClient::told), step.after().map(AgentClient::told));
                AgentTable.write(change.connection(), step.after().get());
                change.record(action, agent.value(), step.detail(), difference);
            }
            return step;
        });
        done.after().ifPresent(client -> {
            roster.apply(client);
            changed.run();
        });
        return done.result();
    }

    private String newClientId() {
        byte[] bytes = new byte[CLIENT_RANDOM_BYTES];
        random.nextBytes(bytes);
        return AgentClient.ID_PREFIX + HexFormat.of().formatHex(bytes);
    }

    private static CredentialChange.Issued issued(AgentClient client, ClientSecret secret) {
        return new CredentialChange.Issued(client.clientId(), secret, client.previousUntil());
    }

    @FunctionalInterface
    private interface Plan {
        Step step(Optional<AgentClient> before, Instant now, long number);
    }

    /** What a change would write, say and record; nothing is written or recorded where {@code after} is empty. */
    private record Step(Optional<AgentClient> after, CredentialChange result, String detail) {
        static Step none(CredentialChange result) {
            return new Step(Optional.empty(), result, "");
        }
    }
}
