package dev.gatehouse.auth.apikey;

import dev.gatehouse.auth.agent.AgentChangeNumber;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.BeforeAfter;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.database.Transaction;
import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.revision.Revision;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes, lists and revokes API keys. A change is in the audit trail, durably, before it is committed; it is in force on
 * this gateway when the method returns, and on others when they next refresh.
 */
public final class ApiKeys {
    public static final int KEYS_PER_AGENT_MAX = 5;
    public static final Duration LIFETIME = Duration.ofDays(90);
    public static final Duration LIFETIME_MIN = Duration.ofHours(1);
    public static final Duration LIFETIME_MAX = Duration.ofDays(365);
    public static final int LABEL_CHARS_MAX = 100;

    private static final int ID_RANDOM_BYTES = 8;

    private final RecordedChange.Place place;
    private final ApiKeyRoster roster;
    private final Supplier<Revision> revisions;
    private final Runnable changed;
    private final SecureRandom random = new SecureRandom();

    /** @param changed run after a change is in force and before anyone is told */
    public ApiKeys(RecordedChange.Place place, ApiKeyRoster roster, Supplier<Revision> revisions, Runnable changed) {
        this.place = place;
        this.roster = roster;
        this.revisions = revisions;
        this.changed = changed;
    }

    /**
     * A key that somebody wants.
     *
     * @param label at most {@link #LABEL_CHARS_MAX}
     * @param server the one that it shall open; empty: those that its agent may use
     * @param lifetime from {@link #LIFETIME_MIN} to {@link #LIFETIME_MAX}
     */
    public record Wish(String label, Optional<ServerName> server, Duration lifetime) {
        public Wish {
            if (label.isBlank() || label.length() > LABEL_CHARS_MAX) {
                throw new IllegalArgumentException("label (expected: 1 to " + LABEL_CHARS_MAX + " characters)");
            }
            if (lifetime.compareTo(LIFETIME_MIN) < 0 || lifetime.compareTo(LIFETIME_MAX) > 0) {
                throw new IllegalArgumentException("lifetime (expected: " + LIFETIME_MIN + " to " + LIFETIME_MAX + ")");
            }
        }
    }

    /**
     * @param actor who asked, for the audit trail
     * @throws SQLException when the database did not confirm the change: ask again
     * @throws AuditUnavailableException when the change cannot be recorded; nothing is changed then
     */
    public ApiKeyChange create(AgentName agent, Wish wish, String actor)
            throws SQLException, AuditUnavailableException {
        if (wish.server()
                .filter(server -> !revisions.get().servers().containsKey(server))
                .isPresent()) {
            return new ApiKeyChange.NoSuchServer();
        }
        return change(actor, (change, number) -> {
            Optional<String> client = ApiKeyTable.clientOf(change.connection(), agent);
            if (client.isEmpty()) {
                return Step.none(new ApiKeyChange.NoCredentials());
            }
            int live = ApiKeyTable.countLive(change.connection(), client.get(), change.now());
            return live >= KEYS_PER_AGENT_MAX || roster.isFull()
                    ? Step.none(new ApiKeyChange.TooManyKeys())
                    : issue(change, agent, client.get(), wish, number);
        });
    }

    /** @param id as it is listed */
    public ApiKeyChange revoke(AgentName agent, String id, String actor)
            throws SQLException, AuditUnavailableException {
        return change(actor, (change, number) -> {
            Optional<ApiKeyRow> key = ApiKeyTable.of(change.connection(), agent).stream()
                    .filter(row -> row.id().equals(id))
                    .findFirst();
            if (key.isEmpty()) {
                return Step.none(new ApiKeyChange.NoSuchKey());
            }
            ApiKeyChange revoked = new ApiKeyChange.Revoked(id);
            if (key.get().revokedAt().isPresent()) {
                return Step.none(revoked);
            }
            change.record(
                    "agent.key.revoke",
                    agent.value(),
                    "key " + id,
                    BeforeAfter.deleted(key.get().told()));
            return new Step(revoked, ApiKeyTable.revoke(change.connection(), agent, id, change.now(), number));
        });
    }

    private Step issue(RecordedChange change, AgentName agent, String clientId, Wish wish, long number)
            throws SQLException, AuditUnavailableException {
        ApiKey key = ApiKey.random(random);
        Instant now = change.now().truncatedTo(ChronoUnit.MICROS);
        ApiKeyRow row = new ApiKeyRow(
                newId(),
                key.sha256(),
                agent,
                clientId,
                wish.label(),
                key.shown(),
                wish.server(),
                now,
                now.plus(wish.lifetime()),
                Optional.empty(),
                Optional.empty(),
                number);
        String reach = wish.server().map(server -> " for " + server).orElse("");
        change.record(
                "agent.key.create",
                agent.value(),
                "key " + row.id() + reach + " until " + row.expiresAt(),
                BeforeAfter.created(row.told()));
        ApiKeyTable.insert(change.connection(), row);
        return new Step(new ApiKeyChange.Issued(row.status(now, Optional.empty()), key), Optional.of(row));
    }

    private ApiKeyChange change(String actor, Plan plan) throws SQLException, AuditUnavailableException {
        Step done = place.change(actor, change -> plan.step(change, AgentChangeNumber.next(change.connection())));
        done.row().ifPresent(row -> {
            roster.apply(row);
            changed.run();
        });
        return done.result();
    }

    /** The agent's keys, the newest first; revoked ones until they would have expired. */
    public List<ApiKeyStatus> list(AgentName agent) throws SQLException {
        Instant now = place.clocks().now();
        return Transaction.run(place.database(), connection -> ApiKeyTable.of(connection, agent)).stream()
                .map(key -> key.status(now, roster.lastUse(key.id())))
                .toList();
    }

    private String newId() {
        byte[] bytes = new byte[ID_RANDOM_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @FunctionalInterface
    private interface Plan {
        Step step(RecordedChange change, long number) throws SQLException, AuditUnavailableException;
    }

    /** @param row what was written, if anything */
    private record Step(ApiKeyChange result, Optional<ApiKeyRow> row) {
        static Step none(ApiKeyChange result) {
            return new Step(result, Optional.empty());
        }
    }
}
