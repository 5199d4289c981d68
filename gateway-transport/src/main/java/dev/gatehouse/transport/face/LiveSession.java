package dev.gatehouse.transport.face;

import dev.gatehouse.core.mcp.LogLevel;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.Watched;
import dev.gatehouse.transport.era.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What of one legacy session cannot travel in its sealed id. Made when something becomes live, dropped when nothing is. */
final class LiveSession {
    /** Streams of one session that are open or can be asked for again. */
    static final int STREAMS_MAX = 32;

    /** Resources one session watches. */
    static final int WATCHED_MAX = 256;

    private final Session session;
    private final ReplaySpace replay;
    private final Asks asks = new Asks();
    private final Map<EventId.Stream, SessionStream> streams = new LinkedHashMap<>();
    private final Map<String, Watched> watched = new LinkedHashMap<>();
    private @Nullable StandingStream standing;
    private Optional<LogLevel> logLevel = Optional.empty();
    private boolean ended;
    private volatile long visitedAtNanos = System.nanoTime();

    LiveSession(Session session, ReplaySpace replay) {
        this.session = session;
        this.replay = replay;
    }

    Session session() {
        return session;
    }

    Asks asks() {
        return asks;
    }

    /** A stream for the answer to a post; empty when the session has too many of them, or ended. */
    synchronized Optional<SessionStream> openStream() {
        return admit(new SessionStream(EventId.Stream.ofPost(), primes(), replay));
    }

    /** For the stream of changes; it becomes the session's own by {@link #stand}. */
    SessionStream newStanding() {
        return new SessionStream(EventId.Stream.ofGet(), primes(), replay);
    }

    private boolean primes() {
        return session.version().compareTo(ProtocolVersion.V2025_11_25) >= 0;
    }

    private Optional<SessionStream> admit(SessionStream stream) {
        if (ended || (streams.size() >= STREAMS_MAX && !dropFinished())) {
            return Optional.empty();
        }
        streams.put(stream.id(), stream);
        return Optional.of(stream);
    }

    synchronized Optional<SessionStream> stream(EventId.Stream id) {
        return Optional.ofNullable(streams.get(id));
    }

    /** The stream of changes, of which a session has one at most. */
    synchronized Optional<StandingStream> standing() {
        return Optional.ofNullable(standing);
    }

    /** False when the session ended meanwhile; what was given is closed then. */
    boolean stand(StandingStream stream) {
        synchronized (this) {
            if (!ended && standing == null && admit(stream.stream()).isPresent()) {
                standing = stream;
                return true;
            }
        }
        stream.close();
        return false;
    }

    /** Takes over what was permitted to be watched; false when there is no room, and it stays the caller's. */
    boolean watch(Watched resource) {
        Watched before;
        synchronized (this) {
            if (ended || (watched.size() >= WATCHED_MAX && !watched.containsKey(resource.publicName()))) {
                return false;
            }
            before = watched.put(resource.publicName(), resource);
        }
        if (before != null) {
            before.release().run();
        }
        return true;
    }

    void unwatch(String publicUri) {
        Watched before;
        synchronized (this) {
            before = watched.remove(publicUri);
        }
        if (before != null) {
            before.release().run();
        }
    }

    synchronized Collection<Watched> watched() {
        return List.copyOf(watched.values());
    }

    synchronized Optional<LogLevel> logLevel() {
        return logLevel;
    }

    synchronized void logLevel(LogLevel level) {
        logLevel = Optional.of(level);
    }

    /** Somebody is about to make something live in it. */
    void visited(long nowNanos) {
        visitedAtNanos = nowNanos;
    }

    boolean wasVisited(long sinceNanos) {
        return visitedAtNanos - sinceNanos > 0;
    }

    /** Whether something is under way: then it is never given up for room. */
    synchronized boolean isBusy() {
        return !asks.isEmpty() || streams.values().stream().anyMatch(SessionStream::isCarried);
    }

    /** Lets go of what is too old. False when nothing is left. */
    boolean isOfUse(Instant now, long nowNanos) {
        if (!now.isBefore(session.expiresAt())) {
            return false;
        }
        List<StandingStream> over = new ArrayList<>();
        synchronized (this) {
            for (Iterator<SessionStream> each = streams.values().iterator(); each.hasNext(); ) {
                SessionStream stream = each.next();
                if (!stream.isOfUse(nowNanos)) {
                    stream.forget();
                    each.remove();
                    if (standing != null && standing.stream() == stream) {
                        over.add(standing);
                        standing = null;
                    }
                }
            }
        }
        over.forEach(StandingStream::close);
        synchronized (this) {
            return !streams.isEmpty() || !asks.isEmpty() || !watched.isEmpty() || logLevel.isPresent();
        }
    }

    /** Ends streams, questions and subscriptions. */
    void end() {
        List<Watched> released;
        StandingStream standingThen;
        synchronized (this) {
            ended = true;
            standingThen = standing;
            standing = null;
            streams.values().forEach(SessionStream::forget);
            streams.clear();
            released = List.copyOf(watched.values());
            watched.clear();
        }
        asks.end();
        if (standingThen != null) {
            standingThen.close();
        }
        released.forEach(resource -> resource.release().run());
    }

    /** The oldest that nobody listens to any more makes room. */
    private boolean dropFinished() {
        for (Iterator<SessionStream> each = streams.values().iterator(); each.hasNext(); ) {
            SessionStream stream = each.next();
            if (stream.isFinished()) {
                stream.forget();
                each.remove();
                return true;
            }
        }
        return false;
    }
}
