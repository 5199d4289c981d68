package dev.gatehouse.auth.agent;

import dev.gatehouse.auth.people.People;
import dev.gatehouse.auth.people.Person;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.revision.Agent;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.trust.IdentityProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Finds what about an agent somebody should look at, as it is now. Reads memory only. */
public final class AgentReview {
    /** How long before an agent or its secret ends one is warned, or half of a shorter life. */
    public static final Duration WARNED_BEFORE = Duration.ofDays(7);

    private final Supplier<Revision> revisions;
    private final People people;
    private final Clocks clocks;

    public AgentReview(Supplier<Revision> revisions, People people, Clocks clocks) {
        this.revisions = revisions;
        this.people = people;
        this.clocks = clocks;
    }

    /** @param client its credentials; without any, or with revoked ones, nothing about them is due */
    Set<AgentFlag> flags(Agent agent, Optional<AgentClient> client) {
        Instant now = clocks.now();
        Set<AgentFlag> flags = EnumSet.noneOf(AgentFlag.class);
        agent.expires()
                .flatMap(end -> ending(now, end, WARNED_BEFORE, AgentFlag.EXPIRES_SOON, AgentFlag.EXPIRED))
                .ifPresent(flags::add);
        client.filter(held -> !held.isRevoked())
                .flatMap(held -> rotation(agent, held, now))
                .ifPresent(flags::add);
        if (agent.owner().filter(this::isGone).isPresent()) {
            flags.add(AgentFlag.OWNER_INACTIVE);
        }
        if (!revisions.get().has(agent.bundle())) {
            flags.add(AgentFlag.BUNDLE_MISSING);
        }
        return flags;
    }

    private static Optional<AgentFlag> rotation(Agent agent, AgentClient client, Instant now) {
        return agent.rotateEvery().flatMap(every -> {
            Duration half = every.dividedBy(2);
            Duration before = half.compareTo(WARNED_BEFORE) < 0 ? half : WARNED_BEFORE;
            return ending(now, client.secretUntil(agent), before, AgentFlag.ROTATION_DUE, AgentFlag.ROTATION_OVERDUE);
        });
    }

    private static Optional<AgentFlag> ending(
            Instant now, Instant end, Duration before, AgentFlag soon, AgentFlag over) {
        if (!now.isBefore(end)) {
            return Optional.of(over);
        }
        return now.isBefore(end.minus(before)) ? Optional.empty() : Optional.of(soon);
    }

    /** An owner that does not name a person of a configured provider is a word for people, and never gone. */
    private boolean isGone(String owner) {
        int slash = owner.indexOf('/');
        if (slash < 0) {
            return false;
        }
        String provider = owner.substring(0, slash);
        boolean known = provider.equals(IdentityProvider.LOCAL)
                || revisions.get().trust().provider(provider).isPresent();
        return known
                && people.named(provider, owner.substring(slash + 1))
                        .filter(Person::active)
                        .isEmpty();
    }
}
