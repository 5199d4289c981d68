package dev.gatehouse.transport.client;

import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.upstream.Listing.Health;
import dev.gatehouse.transport.client.listing.CapableLists;
import dev.gatehouse.transport.client.listing.ListRequests;
import dev.gatehouse.transport.client.listing.Lists;
import dev.gatehouse.transport.client.rpc.Connector;
import dev.gatehouse.transport.client.rpc.Session;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Keeps the listing of one upstream fresh, as long as a conversation with it holds. */
final class Freshness {
    private static final Duration LIST_MAX = Duration.ofSeconds(30);
    private static final Duration OTHER_LIST_MAX = Duration.ofSeconds(10);
    private static final Set<Primitive> EVERYTHING = EnumSet.allOf(Primitive.class);
    private static final Duration SWEEP_EVERY = Duration.ofMinutes(1);
    private static final Duration DEBOUNCE = Duration.ofMillis(250);
    private static final Duration RETRY_AFTER_REFUSAL = Duration.ofSeconds(30);

    private final LiveUpstream upstream;
    private final Standing standing;
    private final Alarm alarm;
    private final Lists lists;
    private final CapableLists capableLists;
    private final Duration refreshEvery;
    private final Clocks clocks;

    /** @param beginning of conversations that are for listing only */
    Freshness(
            LiveUpstream upstream,
            Standing standing,
            Alarm alarm,
            Connector.Beginning beginning,
            Duration refreshEvery,
            Clocks clocks) {
        this.upstream = upstream;
        this.standing = standing;
        this.alarm = alarm;
        this.refreshEvery = refreshEvery;
        this.clocks = clocks;
        ListRequests requests = new ListRequests(this::patience);
        this.lists = new Lists(requests);
        this.capableLists = new CapableLists(
                upstream.id().value(), beginning, requests, standing::conditional, standing::listed, clocks::nanoTime);
    }

    /** Fetches what changed whenever there is reason to, until the conversation fails. */
    String keep(Session session) throws InterruptedException {
        upstream.subscriptions().renew(session, this::deadline);
        Reason reason = Reason.ANEW;
        while (true) {
            Duration next = jittered(refreshEvery);
            Lists.Outcome outcome = lists.fetch(session, reason.stale());
            if (alarm.isRetired()) {
                throw new InterruptedException();
            }
            switch (outcome) {
                case Lists.Outcome.Fetched fetched -> {
                    capableLists.refresh(session, fetched.offering(), reason.changed());
                    standing.listed(fetched);
                }
                case Lists.Outcome.Failed failed -> {
                    if (!failed.answered()) {
                        return session.failure().orElse(failed.detail());
                    }
                    standing.report(Health.DEGRADED, failed.detail());
                    next = shorter(RETRY_AFTER_REFUSAL, next);
                }
            }
            reason = awaitReason(session, next);
            if (session.failure().isPresent()) {
                return session.failure().get();
            }
        }
    }

    /** What to fetch, and whether that is because the upstream began anew or says that it changed. */
    private record Reason(Set<Primitive> stale, boolean changed) {
        static final Reason AGE = new Reason(EVERYTHING, false);
        static final Reason ANEW = new Reason(EVERYTHING, true);
    }

    /** Waits until something is to be fetched again, at most this long. */
    private Reason awaitReason(Session session, Duration longest) throws InterruptedException {
        Deadline refresh = Deadline.in(longest, clocks.nanoTime());
        while (!refresh.isOver(clocks.nanoTime())) {
            alarm.awaitNews(shorter(SWEEP_EVERY, refresh.remaining(clocks.nanoTime())));
            upstream.capable().sweep();
            if (session.failure().isPresent()) {
                return Reason.AGE;
            }
            // One change is often told many times.
            alarm.awaitRetired(DEBOUNCE);
            if (alarm.isRetired()) {
                throw new InterruptedException();
            }
            Alarm.News news = alarm.takeNews();
            if (news.renewed()) {
                upstream.subscriptions().renew(session, this::deadline);
                return Reason.ANEW;
            }
            if (!news.changed().isEmpty()) {
                return new Reason(news.changed(), true);
            }
        }
        return Reason.AGE;
    }

    /** What operators should know of its lists. */
    Optional<String> note() {
        return capableLists.note();
    }

    /** Ends what was begun for listing only, and waits for that. */
    void close() throws InterruptedException {
        capableLists.close();
    }

    /** Calls of tools need their list; an upstream that is slow with another does not keep them waiting for long. */
    private Deadline patience(Primitive kind) {
        return kind == Primitive.TOOL ? deadline() : Deadline.in(OTHER_LIST_MAX, clocks.nanoTime());
    }

    private Deadline deadline() {
        return Deadline.in(LIST_MAX, clocks.nanoTime());
    }

    /** Up to a fifth less, so that upstreams of many gateways are not all asked at once. */
    private static Duration jittered(Duration time) {
        return time.multipliedBy(ThreadLocalRandom.current().nextLong(80, 101)).dividedBy(100);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
