package dev.gatehouse.auth.agent;

import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.BeforeAfter;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.database.Transaction;
import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.json.Json;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices when something about an agent begins or ceases to deserve a look. Each beginning and each end is recorded once by
 * all gateways together, and logged by the one that recorded it.
 */
public final class AgentWatch {
    private static final String ACTOR = "gatehouse";
    private static final Logger LOG = LoggerFactory.getLogger(AgentWatch.class);

    private final AgentRoster roster;
    private final AgentReview review;
    private final RecordedChange.Place place;
    private final Runnable accessEnded;
    private @Nullable Map<AgentName, Set<AgentFlag>> recorded;
    private Set<AgentName> expired = Set.of();
    private volatile Map<AgentFlag, Integer> counts = Map.of();

    /** @param accessEnded run when an agent expired since the last look: what it has open ends too */
    public AgentWatch(AgentRoster roster, AgentReview review, RecordedChange.Place place, Runnable accessEnded) {
        this.roster = roster;
        this.review = review;
        this.place = place;
        this.accessEnded = accessEnded;
    }

    /** How many agents had this flag at the last look. */
    public int count(AgentFlag flag) {
        return counts.getOrDefault(flag, 0);
    }

    /**
     * Looks at all agents. To be run by one thread, every second or so.
     *
     * @throws SQLException when something is new and cannot be written; it is tried again at the next look
     */
    public void look() throws SQLException {
        Map<AgentName, Set<AgentFlag>> now = flags();
        Set<AgentName> before = expired;
        expired = expired(now);
        if (!before.containsAll(expired)) {
            accessEnded.run();
        }
        record(now);
    }

    private Map<AgentName, Set<AgentFlag>> flags() {
        Map<AgentName, Set<AgentFlag>> now = new HashMap<>();
        Map<AgentFlag, Integer> counted = new EnumMap<>(AgentFlag.class);
        for (AgentName name : roster.names()) {
            Set<AgentFlag> flags = flags(name);
            if (!flags.isEmpty()) {
                now.put(name, flags);
                flags.forEach(flag -> counted.merge(flag, 1, Integer::sum));
            }
        }
        counts = Map.copyOf(counted);
        return now;
    }

    /** Nothing about a revoked agent deserves a look. */
    private Set<AgentFlag> flags(AgentName name) {
        Optional<AgentClient> client = roster.row(name);
        return client.filter(AgentClient::isRevoked).isPresent()
                ? Set.of()
                : roster.find(name).map(agent -> review.flags(agent, client)).orElse(Set.of());
    }

    private static Set<AgentName> expired(Map<AgentName, Set<AgentFlag>> flags) {
        Set<AgentName> names = new HashSet<>();
        flags.forEach((agent, raised) -> {
            if (raised.contains(AgentFlag.EXPIRED)) {
                names.add(agent);
            }
        });
        return names;
    }

    private void record(Map<AgentName, Set<AgentFlag>> now) throws SQLException {
        Map<AgentName, Set<AgentFlag>> known = recorded;
        if (known == null) {
            known = Transaction.run(place.database(), AgentFlagTable::all);
            recorded = known;
        }
        Set<AgentName> names = new HashSet<>(now.keySet());
        names.addAll(known.keySet());
        for (AgentName agent : names) {
            Set<AgentFlag> flags = now.getOrDefault(agent, Set.of());
            if (!flags.equals(known.getOrDefault(agent, Set.of()))) {
                record(agent, known.getOrDefault(agent, Set.of()), flags);
                known.put(agent, EnumSet.copyOf(flags.isEmpty() ? EnumSet.noneOf(AgentFlag.class) : flags));
            }
        }
    }

    private void record(AgentName agent, Set<AgentFlag> before, Set<AgentFlag> now) throws SQLException {
        try {
            Set<AgentFlag> raised = place.change(ACTOR, change -> {
                Set<AgentFlag> news = EnumSet.noneOf(AgentFlag.class);
                for (AgentFlag flag : AgentFlag.values()) {
                    step(change, agent, flag, before.contains(flag), now.contains(flag))
                            .ifPresent(news::add);
                }
                return news;
            });
            raised.forEach(flag -> LOG.warn("agent {}: {}", agent, flag.word()));
        } catch (AuditUnavailableException e) {
            throw new SQLException("the flags of agents cannot be recorded now", e);
        }
    }

    private static BeforeAfter flagged(AgentFlag flag, boolean now) {
        Json without = Json.object().put(flag.word(), !now).build();
        return BeforeAfter.changed(without, Json.object().put(flag.word(), now).build());
    }

    /** The flag, where it is news to all gateways that it is raised. */
    private static Optional<AgentFlag> step(
            RecordedChange change, AgentName agent, AgentFlag flag, boolean before, boolean now)
            throws SQLException, AuditUnavailableException {
        if (now && !before && AgentFlagTable.raise(change.connection(), agent, flag, change.now())) {
            change.record("agent.flagged", agent.value(), flag.word(), flagged(flag, true));
            return Optional.of(flag);
        }
        if (before && !now && AgentFlagTable.lower(change.connection(), agent, flag)) {
            change.record("agent.unflagged", agent.value(), flag.word(), flagged(flag, false));
        }
        return Optional.empty();
    }
}
