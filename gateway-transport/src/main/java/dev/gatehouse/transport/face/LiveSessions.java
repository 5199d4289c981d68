package dev.gatehouse.transport.face;

import dev.gatehouse.core.mcp.LogLevel;
import dev.gatehouse.transport.era.LogLevels;
import dev.gatehouse.transport.era.Session;
import dev.gatehouse.transport.stream.Heartbeat;
import dev.gatehouse.transport.stream.StreamLimits;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The legacy sessions with something live. Bounded in all and per principal; where there is no room, the one that was
 * idle for longest goes.
 */
final class LiveSessions implements LogLevels, Heartbeat.Beating {
    /** Who says whether a session may go on. */
    interface Residence {
        boolean mayStay(Session session);

        /** It may not, and was ended. */
        void shownOut(Session session);
    }

    private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** How long a visitor may take to make something live. */
    static final long VISIT_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final StreamLimits limits;
    private final StreamCount count;
    private final Residence residence;
    private final InstantSource wall;
    private final ReplaySpace replay;
    private final Map<String, LiveSession> all = new HashMap<>();
    /** In the order of their last use. */
    private final Map<String, Map<String, LiveSession>> byPrincipal = new HashMap<>();

    private long sweptAt = System.nanoTime();

    LiveSessions(StreamLimits limits, StreamCount count, Residence residence, InstantSource wall) {
        this.limits = limits;
        this.count = count;
        this.residence = residence;
        this.replay = new ReplaySpace(limits.replay());
        this.wall = wall;
    }

    /** Finds it or makes it; empty when there is no room. */
    Optional<LiveSession> open(Session session) {
        LiveSession opened;
        Optional<LiveSession> evicted = Optional.empty();
        synchronized (this) {
            LiveSession known = all.get(session.id());
            if (known != null) {
                touch(known);
                return Optional.of(known);
            }
            Map<String, LiveSession> others =
                    byPrincipal.getOrDefault(session.principal().key(), Map.of());
            if (others.size() >= limits.sessionsPerPrincipalMax() || all.size() >= limits.sessionsMax()) {
                evicted = others.values().stream()
                        .filter(other -> !other.isBusy())
                        .findFirst();
                if (evicted.isEmpty()) {
                    count.refused(
                            others.size() >= limits.sessionsPerPrincipalMax()
                                    ? StreamBound.LIVE_SESSIONS_PER_PRINCIPAL
                                    : StreamBound.LIVE_SESSIONS);
                    return Optional.empty();
                }
                remove(evicted.get());
            }
            opened = new LiveSession(session, replay);
            all.put(session.id(), opened);
            touch(opened);
        }
        evicted.ifPresent(LiveSession::end);
        return Optional.of(opened);
    }

    synchronized Optional<LiveSession> find(Session session) {
        return Optional.ofNullable(all.get(session.id()));
    }

    /** Whether {@link #open} would succeed now. */
    synchronized boolean hasRoom(Session session) {
        Map<String, LiveSession> others =
                byPrincipal.getOrDefault(session.principal().key(), Map.of());
        return all.containsKey(session.id())
                || (others.size() < limits.sessionsPerPrincipalMax() && all.size() < limits.sessionsMax())
                || others.values().stream().anyMatch(other -> !other.isBusy());
    }

    /** The client ended the session. */
    void end(Session session) {
        find(session).ifPresent(this::end);
    }

    @Override
    public Optional<LogLevel> of(Session session) {
        return find(session).flatMap(LiveSession::logLevel);
    }

    synchronized int size() {
        return all.size();
    }

    @Override
    public boolean beat(long nowNanos) {
        if (nowNanos - sweptAt >= SWEEP_NANOS) {
            sweptAt = nowNanos;
            Thread.startVirtualThread(() -> sweep(nowNanos));
        }
        return true;
    }

    /** Ends what nobody can come back to, and what belongs to those who lost access. */
    void sweep(long nowNanos) {
        evict();
        for (LiveSession live : all()) {
            if (!live.isOfUse(wall.instant(), nowNanos) && leaves(live, nowNanos)) {
                live.end();
            }
        }
    }

    private synchronized boolean leaves(LiveSession live, long nowNanos) {
        if (live.wasVisited(nowNanos - VISIT_NANOS)) {
            return false;
        }
        remove(live);
        return true;
    }

    /** Ends the sessions of those who may not stay. */
    void evict() {
        for (LiveSession live : all()) {
            if (!residence.mayStay(live.session())) {
                end(live);
                residence.shownOut(live.session());
            }
        }
    }

    private void end(LiveSession live) {
        synchronized (this) {
            remove(live);
        }
        live.end();
    }

    private synchronized List<LiveSession> all() {
        return List.copyOf(all.values());
    }

    /** The gateway is stopping: streams end, calls under way do not. */
    void endStreams() {
        all().forEach(live -> live.standing().ifPresent(StandingStream::rest));
    }

    private void touch(LiveSession live) {
        live.visited(System.nanoTime());
        Map<String, LiveSession> mine =
                byPrincipal.computeIfAbsent(live.session().principal().key(), _ -> new LinkedHashMap<>());
        mine.remove(live.session().id());
        mine.put(live.session().id(), live);
    }

    private void remove(LiveSession live) {
        all.remove(live.session().id(), live);
        byPrincipal.computeIfPresent(live.session().principal().key(), (_, mine) -> {
            mine.remove(live.session().id(), live);
            return mine.isEmpty() ? null : mine;
        });
    }
}
