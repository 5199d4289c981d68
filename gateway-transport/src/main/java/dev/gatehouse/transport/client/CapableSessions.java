package dev.gatehouse.transport.client;

import dev.gatehouse.core.call.Waits;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.transport.client.rpc.Connector.Connection;
import dev.gatehouse.transport.client.rpc.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of a legacy upstream that were told what their client can be asked; begun when a call needs one, ended when
 * none has for a while. Where a question shows whose call it belongs to, calls share a session; elsewhere a session has
 * one call at a time.
 */
final class CapableSessions {
    static final int SHARED_MAX = 16;
    static final int EXCLUSIVE_MAX = 4;
    static final Duration IDLE_MAX = Duration.ofMinutes(5);
    private static final Logger LOG = LoggerFactory.getLogger(CapableSessions.class);

    /** Begins a session that declares these; takes as long as it takes, on a platform thread. */
    @FunctionalInterface
    interface Beginning {
        Connection begin(ClientCapabilities declared) throws InterruptedException;
    }

    /** One session; all but the session itself is guarded by the pool. */
    static final class Lease {
        final ClientCapabilities declared;
        final Session session;
        private int users;
        private boolean spoiled;
        private long idleSinceNanos;

        Lease(ClientCapabilities declared, Session session) {
            this.declared = declared;
            this.session = session;
        }
    }

    private final String name;
    private final Beginning beginning;
    private final Waits waits;
    private final List<Lease> leases = new ArrayList<>();
    private final Map<ClientCapabilities, Integer> beginnings = new HashMap<>();
    private final Map<ClientCapabilities, String> failures = new HashMap<>();
    private final Set<Thread> waiting = new HashSet<>();
    private final Backoff backoff = new Backoff(Duration.ofMinutes(1), 5);
    private long noneBeforeNanos;
    private boolean closed;

    CapableSessions(String name, Beginning beginning, Waits waits) {
        this.name = name;
        this.beginning = beginning;
        this.waits = waits;
        this.noneBeforeNanos = waits.nanoTime();
    }

    /** What came of asking for a session. */
    sealed interface Answer {
        record Leased(Lease lease) implements Answer {}

        /** One is under way, or has to become free; the thread is woken to ask again. */
        record Wait() implements Answer {}

        record Refused(String detail) implements Answer {}
    }

    /** @param shared whether calls can share a session */
    synchronized Answer lease(ClientCapabilities declared, boolean shared) {
        if (closed) {
            return new Answer.Refused("it was stopped");
        }
        leases.removeIf(lease -> lease.users == 0 && isDead(lease));
        for (Lease lease : leases) {
            if (lease.declared.equals(declared) && !isDead(lease) && (shared || lease.users == 0)) {
                lease.users++;
                waiting.remove(Thread.currentThread());
                return new Answer.Leased(lease);
            }
        }
        return beginOrWait(declared, shared);
    }

    private Answer beginOrWait(ClientCapabilities declared, boolean shared) {
        String failure = failures.get(declared);
        int begun = beginnings.values().stream().mapToInt(Integer::intValue).sum();
        boolean rests = noneBeforeNanos - waits.nanoTime() > 0;
        if (rests && failure != null && begun == 0) {
            return new Answer.Refused(failure);
        }
        waiting.add(Thread.currentThread());
        int own = beginnings.getOrDefault(declared, 0);
        boolean enough = shared ? own > 0 : own >= waiting.size();
        int room = (shared ? SHARED_MAX : EXCLUSIVE_MAX) - leases.size() - begun;
        if (!rests && !enough && (room > 0 || makesRoom())) {
            beginnings.merge(declared, 1, Integer::sum);
            Thread.ofPlatform().name("gatehouse-start-" + name).daemon().start(() -> begin(declared));
        }
        return new Answer.Wait();
    }

    /** Gives up a session nobody uses for one that somebody wants. */
    private boolean makesRoom() {
        Optional<Lease> idle = leases.stream().filter(lease -> lease.users == 0).findFirst();
        idle.ifPresent(lease -> {
            leases.remove(lease);
            Thread.ofPlatform().name("gatehouse-end-" + name).daemon().start(lease.session::close);
        });
        return idle.isPresent();
    }

    synchronized void waitsNoMore() {
        waiting.remove(Thread.currentThread());
    }

    /** @param reusable whether nothing of the caller's can still come from the upstream */
    void release(Lease lease, boolean reusable) {
        boolean over;
        synchronized (this) {
            lease.users--;
            lease.idleSinceNanos = waits.nanoTime();
            lease.spoiled |= !reusable;
            over = lease.users == 0 && isDead(lease) && leases.remove(lease);
            wakeAll();
        }
        if (over) {
            Thread.ofPlatform().name("gatehouse-end-" + name).daemon().start(lease.session::close);
        }
    }

    /** Ends what nobody used for {@link #IDLE_MAX}; takes as long as that takes. */
    void sweep() {
        long before = waits.nanoTime() - IDLE_MAX.toNanos();
        end(lease -> lease.users == 0 && (isDead(lease) || lease.idleSinceNanos - before < 0));
    }

    /** Ends all of them, and lets none begin any more. */
    void close() {
        synchronized (this) {
            closed = true;
            wakeAll();
        }
        end(_ -> true);
    }

    private void end(Function<Lease, Boolean> which) {
        List<Lease> ended;
        synchronized (this) {
            ended = leases.stream().filter(which::apply).toList();
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
        beginnings.computeIfPresent(declared, (_, count) -> count == 1 ? null : count - 1);
        switch (connection) {
            case Connection.Established(Session session, String _) -> {
                backoff.reset();
                failures.remove(declared);
                Lease lease = new Lease(declared, session);
                lease.idleSinceNanos = waits.nanoTime();
                if (!closed) {
                    leases.add(lease);
                }
            }
            case Connection.Failed(String detail) -> {
                failures.put(declared, detail);
                noneBeforeNanos =
                        waits.nanoTime() + backoff.failed(waits.nanoTime()).toNanos();
            }
        }
        wakeAll();
        return closed;
    }

    private void wakeAll() {
        waiting.forEach(LockSupport::unpark);
    }

    private static boolean isDead(Lease lease) {
        return lease.spoiled || lease.session.failure().isPresent();
    }
}
