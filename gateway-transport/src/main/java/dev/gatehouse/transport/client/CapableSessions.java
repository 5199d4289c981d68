package dev.gatehouse.transport.client;

import dev.gatehouse.core.call.Waits;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.upstream.UpstreamReply.Cause;
import dev.gatehouse.transport.client.SessionQueue.Wish;
import dev.gatehouse.transport.client.rpc.Connector;
import dev.gatehouse.transport.client.rpc.Connector.Connection;
import dev.gatehouse.transport.client.rpc.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of a legacy upstream that were told what their client can be asked; begun when a call needs one, ended when
 * none has for a while. A session has one call at a time, as a question may not say which call it is about. Where it may,
 * calls share a session rather than wait for one.
 */
final class CapableSessions {
    static final int SHARED_MAX = 16;
    static final int EXCLUSIVE_MAX = 4;
    static final Duration IDLE_MAX = Duration.ofMinutes(5);
    private static final Logger LOG = LoggerFactory.getLogger(CapableSessions.class);

    /** One session; all but the session itself is guarded by the pool. */
    static final class Lease {
        final ClientCapabilities declared;
        final Session session;
        /** The principals of the calls that have it. */
        private final List<String> holders = new ArrayList<>();

        private boolean spoiled;
        private long idleSinceNanos;

        Lease(ClientCapabilities declared, Session session) {
            this.declared = declared;
            this.session = session;
        }

        boolean isIdle() {
            return holders.isEmpty();
        }

        boolean isDead() {
            return spoiled || session.failure().isPresent();
        }
    }

    private final String name;
    private final Connector.Beginning beginning;
    private final Waits waits;
    private final List<Lease> leases = new ArrayList<>();
    private final SessionQueue queue = new SessionQueue();
    private final SessionStarts starts;
    private boolean closed;

    CapableSessions(String name, Connector.Beginning beginning, Waits waits) {
        this.name = name;
        this.beginning = beginning;
        this.waits = waits;
        this.starts = new SessionStarts(waits::nanoTime);
    }

    /** What came of asking for a session. */
    sealed interface Answer {
        record Leased(Lease lease) implements Answer {}

        /**
         * One is under way, or has to become free; the thread is woken to ask again.
         *
         * @param crowded whether none will come unless a call gives its session up
         * @param held how many sessions calls of the same principal have
         */
        record Wait(boolean crowded, int held) implements Answer {}

        record Refused(Cause cause, String detail) implements Answer {}
    }

    /** To be asked until the answer is no {@code Wait}, or {@link #waitsNoMore}. */
    synchronized Answer lease(Wish wish) {
        Answer answer = answer(wish);
        if (!(answer instanceof Answer.Wait)) {
            queue.leave(wish);
        }
        return answer;
    }

    private Answer answer(Wish wish) {
        if (closed) {
            return new Answer.Refused(Cause.UNAVAILABLE, "it was stopped");
        }
        if (!queue.join(wish)) {
            return new Answer.Refused(Cause.OVERLOADED, "too many calls wait for a session");
        }
        leases.removeIf(lease -> lease.isIdle() && lease.isDead());
        Optional<Lease> best = leases.stream()
                .filter(lease -> lease.declared.equals(wish.declared) && !lease.isDead())
                .min(Comparator.comparingInt(lease -> lease.holders.size()))
                .filter(lease -> lease.isIdle() ? queue.isNext(wish, this::held) : wish.shared && !mayBegin(wish));
        best.ifPresent(lease -> lease.holders.add(wish.principal));
        return best.<Answer>map(Answer.Leased::new).orElseGet(() -> beginOrWait(wish));
    }

    private int held(String principal) {
        return leases.stream()
                .mapToInt(lease -> Collections.frequency(lease.holders, principal))
                .sum();
    }

    private boolean mayBegin(Wish wish) {
        return !starts.rest() && (hasRoom(wish) || leases.stream().anyMatch(Lease::isIdle));
    }

    private boolean hasRoom(Wish wish) {
        return leases.size() + starts.count() < (wish.shared ? SHARED_MAX : EXCLUSIVE_MAX);
    }

    private Answer beginOrWait(Wish wish) {
        Optional<String> refusal = starts.refusal(wish.declared);
        if (refusal.isPresent()) {
            return new Answer.Refused(Cause.UNAVAILABLE, refusal.get());
        }
        boolean provided = isProvidedFor(wish.declared);
        boolean begins = !provided && mayBegin(wish);
        if (begins) {
            if (!hasRoom(wish)) {
                giveUpIdle();
            }
            starts.begin(wish.declared);
            Thread.ofPlatform().name("gatehouse-start-" + name).daemon().start(() -> begin(wish.declared));
        }
        return new Answer.Wait(!provided && !begins && !starts.rest(), held(wish.principal));
    }

    /** Whether each call that waits for a session of this sort finds one free, or will. */
    private boolean isProvidedFor(ClientCapabilities declared) {
        long free = leases.stream()
                .filter(lease -> lease.declared.equals(declared) && lease.isIdle())
                .count();
        return free + starts.count(declared) >= queue.count(declared);
    }

    /** Gives up a session nobody uses for one that somebody wants. */
    private void giveUpIdle() {
        leases.stream().filter(Lease::isIdle).findFirst().ifPresent(lease -> {
            leases.remove(lease);
            end(lease);
        });
    }

    synchronized void waitsNoMore(Wish wish) {
        queue.leave(wish);
    }

    /** @param reusable whether nothing of the caller's can still come from the upstream */
    void release(Wish wish, Lease lease, boolean reusable) {
        boolean over;
        synchronized (this) {
            lease.holders.remove(wish.principal);
            lease.idleSinceNanos = waits.nanoTime();
            lease.spoiled |= !reusable;
            over = lease.isIdle() && lease.isDead() && leases.remove(lease);
            queue.wakeAll();
        }
        if (over) {
            end(lease);
        }
    }

    private void end(Lease lease) {
        Thread.ofPlatform().name("gatehouse-end-" + name).daemon().start(lease.session::close);
    }

    /** Ends what nobody used for {@link #IDLE_MAX}; takes as long as that takes. */
    void sweep() {
        long before = waits.nanoTime() - IDLE_MAX.toNanos();
        endAll(lease -> lease.isIdle() && (lease.isDead() || lease.idleSinceNanos - before < 0));
    }

    /** Ends all of them, and lets none begin any more. */
    void close() {
        synchronized (this) {
            closed = true;
            queue.wakeAll();
        }
        endAll(_ -> true);
    }

    private void endAll(Predicate<Lease> which) {
        List<Lease> ended;
        synchronized (this) {
            ended = leases.stream().filter(which).toList();
            leases.removeAll(ended);
        }
        ended.forEach(lease -> lease.session.close());
    }

    private void begin(ClientCapabilities declared) {
        Connection connection;
        try {
            connection = beginning.begin(declared);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            connection = new Connection.Failed("interrupted");
        } catch (RuntimeException e) {
            LOG.error("{}: a bug ended the beginning of a session", name, e);
            connection = new Connection.Failed("internal error");
        }
        boolean late = begun(declared, connection);
        if (late && connection instanceof Connection.Established(Session session, String _)) {
            session.close();
        }
    }

    /** Whether it came too late to be used. */
    private synchronized boolean begun(ClientCapabilities declared, Connection connection) {
        switch (connection) {
            case Connection.Established(Session session, String _) -> {
                starts.succeeded(declared);
                Lease lease = new Lease(declared, session);
                lease.idleSinceNanos = waits.nanoTime();
                if (!closed) {
                    leases.add(lease);
                }
            }
            case Connection.Failed(String detail) -> starts.failed(declared, detail);
        }
        queue.wakeAll();
        return closed;
    }
}
