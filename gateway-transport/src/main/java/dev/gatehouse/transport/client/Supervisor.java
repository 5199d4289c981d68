package dev.gatehouse.transport.client;

import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.call.Waits;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.upstream.Change;
import dev.gatehouse.core.upstream.Conditional;
import dev.gatehouse.core.upstream.Listing;
import dev.gatehouse.core.upstream.Listing.Health;
import dev.gatehouse.core.upstream.UpstreamSpec;
import dev.gatehouse.core.upstream.UpstreamSpec.Isolation;
import dev.gatehouse.transport.client.listing.CapableLists;
import dev.gatehouse.transport.client.listing.ListRequests;
import dev.gatehouse.transport.client.listing.Lists;
import dev.gatehouse.transport.client.rpc.Connector;
import dev.gatehouse.transport.client.rpc.Connector.Connection;
import dev.gatehouse.transport.client.rpc.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one upstream connected and its listing fresh, from a platform thread of its own: connect, list, wait for news,
 * again after a pause when it ended. Retired, it lets calls finish, then stops what it started.
 */
final class Supervisor implements Connector.Listener {
    static final Duration DRAIN_MAX = Duration.ofSeconds(30);
    static final Duration LIST_MAX = Duration.ofSeconds(30);
    static final Duration OTHER_LIST_MAX = Duration.ofSeconds(10);
    private static final Set<Primitive> EVERYTHING = EnumSet.allOf(Primitive.class);
    private static final Duration SWEEP_EVERY = Duration.ofMinutes(1);
    private static final Duration DEBOUNCE = Duration.ofMillis(250);
    private static final Duration RETRY_AFTER_REFUSAL = Duration.ofSeconds(30);
    /** A conversation that held this long was no failure. */
    private static final Duration SETTLED = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    private final LiveUpstream upstream;
    private final Connector connector;
    private final Lists lists;
    private final CapableLists capableLists;
    private final FleetCatalog catalog;
    private final Changes changes;
    private final UpstreamWatch watch;
    private final Duration refreshEvery;
    private final Clocks clocks;
    private final Backoff backoff;
    private final Alarm alarm = new Alarm();
    private final Thread thread;
    private volatile Duration drain = DRAIN_MAX;
    private volatile boolean forgotten;
    private boolean stopping;
    private final AtomicInteger connections = new AtomicInteger();
    private volatile String containment = "";
    private volatile List<String> notes = List.of();
    private Health health = Health.STARTING;

    /** @param connector makes the way to the upstream, reporting to the listener it is given */
    Supervisor(
            UpstreamSpec spec,
            Function<Connector.Listener, Connector> connector,
            FleetCatalog catalog,
            Changes changes,
            UpstreamWatch watch,
            FleetSettings settings,
            Waits waits) {
        this.clocks = settings.clocks();
        this.connector = connector.apply(this);
        this.upstream = new LiveUpstream(
                spec, waits, declared -> this.connector.connect(declared, ofOneMore()), alarm::callEnded, this::spared);
        ListRequests requests = new ListRequests(this::patience);
        this.lists = new Lists(requests);
        this.capableLists = new CapableLists(
                spec.id().value(),
                declared -> this.connector.connect(declared, Connector.Listener.NOBODY),
                requests,
                () -> catalog.listing(spec.id()).offering().conditional(),
                this::listed,
                clocks::nanoTime);
        this.catalog = catalog;
        this.changes = changes;
        this.watch = watch;
        this.refreshEvery = settings.refreshEvery();
        this.backoff = spec instanceof UpstreamSpec.Stdio
                ? new Backoff(Duration.ofMinutes(1), 5)
                : new Backoff(Duration.ofSeconds(5), Integer.MAX_VALUE);
        this.thread =
                Thread.ofPlatform().name("gatehouse-upstream-" + id()).daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    LiveUpstream upstream() {
        return upstream;
    }

    /** Begins to stop: calls under way have this long to finish. Returns at once; a later call can only hurry it. */
    synchronized void retire(Duration patience) {
        drain = patience;
        forgotten = true;
        alarm.retired();
        // From then on the thread is about to end, and waits only for what the alarm tells it.
        if (!stopping) {
            thread.interrupt();
        }
    }

    boolean isOver() {
        return !thread.isAlive() && thread.getState() != Thread.State.NEW;
    }

    void awaitEnd(Duration patience) throws InterruptedException {
        if (!thread.join(patience)) {
            LOG.warn("{} did not stop within {} s", id(), patience.toSeconds());
        }
    }

    UpstreamStatus status() {
        Listing listing = catalog.listing(id());
        Optional<Isolation> isolation = upstream.spec() instanceof UpstreamSpec.Stdio stdio
                ? Optional.of(stdio.isolationMin())
                : Optional.empty();
        List<String> all = new ArrayList<>(notes);
        capableLists.note().ifPresent(all::add);
        if (!containment.isEmpty()) {
            all.addFirst(containment);
        }
        Optional<String> spared = upstream.sparedBecause();
        spared.ifPresent(why -> all.addFirst("breaker open, calls end at once: " + why));
        return new UpstreamStatus(
                id(),
                listing.health(),
                listing.detail(),
                upstream.session().map(Session::version),
                isolation,
                spared.isPresent(),
                all,
                listing.of(Primitive.TOOL).size(),
                Math.max(0, connections.get() - 1),
                upstream.inFlight(),
                upstream.session().map(Session::dropped).orElse(0L));
    }

    @Override
    public void listChanged(Primitive kind) {
        alarm.changed(kind);
    }

    @Override
    public void updated(String uri) {
        changes.tell(new Change.Updated(id(), uri));
    }

    @Override
    public void taskMoved(String id) {
        changes.tell(new Change.TaskMoved(id(), id));
    }

    @Override
    public void renewed() {
        alarm.renewed();
    }

    @Override
    public void ended() {
        alarm.ended();
    }

    private void run() {
        try {
            while (!alarm.isRetired()) {
                attempt();
            }
        } catch (InterruptedException e) {
            // Only retire() interrupts; what is left to do follows.
            LOG.debug("{} is retired", id());
        }
        beginStop();
        stop();
    }

    private void attempt() throws InterruptedException {
        alarm.forgetConversation();
        String failure;
        try {
            failure = switch (connector.connect()) {
                case Connection.Failed failed -> failed.detail();
                case Connection.Established established -> converse(established);
            };
        } catch (RuntimeException e) {
            LOG.error("{}: a bug ended the attempt", id(), e);
            failure = "internal error";
            upstream.session().ifPresent(Session::close);
        }
        if (!alarm.isRetired()) {
            pause(failure);
        }
    }

    private void pause(String failure) throws InterruptedException {
        Duration wait = backoff.failed(clocks.nanoTime());
        String detail = backoff.isResting()
                ? "unhealthy after failing too often, next attempt in " + wait.toSeconds() + " s: " + failure
                : failure;
        upstream.disconnected(detail);
        report(Health.DEGRADED, detail);
        alarm.awaitRetired(wait);
    }

    /** Returns why the conversation is over; closes it unless the upstream is retired and calls may still finish. */
    private String converse(Connection.Established established) throws InterruptedException {
        Session session = established.session();
        containment = established.note();
        connections.incrementAndGet();
        upstream.connected(session);
        long began = clocks.nanoTime();
        String failure = attend(session);
        if (clocks.nanoTime() - began > SETTLED.toNanos()) {
            backoff.reset();
        }
        upstream.disconnected(failure);
        session.close();
        return failure;
    }

    /** Fetches what changed whenever there is reason to, until the conversation fails. */
    private String attend(Session session) throws InterruptedException {
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
                    listed(fetched);
                }
                case Lists.Outcome.Failed failed -> {
                    if (!failed.answered()) {
                        return session.failure().orElse(failed.detail());
                    }
                    report(Health.DEGRADED, failed.detail());
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

    private void listed(Lists.Outcome.Fetched fetched) {
        if (!fetched.notes().equals(notes)) {
            fetched.notes().forEach(note -> LOG.warn("{}: {}", id(), note));
        }
        notes = fetched.notes();
        if (!forgotten) {
            catalog.offer(id(), upstream.spec().digest(), fetched.offering());
        }
        told(Health.READY, "");
    }

    private void listed(List<Conditional> conditional) {
        if (!forgotten) {
            catalog.offer(id(), upstream.spec().digest(), conditional);
        }
    }

    private void report(Health now, String detail) {
        if (!forgotten) {
            catalog.health(id(), now, detail);
        }
        told(now, detail);
    }

    /** Called by whichever call noticed. */
    private void spared(boolean open, String why) {
        String state = open ? "spared" : "no longer spared";
        LOG.info("{} is {}{}", id(), state, why.isEmpty() ? "" : ": " + why);
        watch.changed(id(), state, why);
    }

    private void told(Health now, String detail) {
        if (now != health) {
            health = now;
            LOG.info("{} is {}{}", id(), word(now), detail.isEmpty() ? "" : ": " + detail);
            watch.changed(id(), word(now), detail);
        }
    }

    private synchronized void beginStop() {
        stopping = true;
        boolean _ = Thread.interrupted();
    }

    private void stop() {
        try {
            capableLists.close();
            alarm.await(drain, () -> upstream.inFlight() == 0 || drain.isZero());
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a thread that stops", e);
        } finally {
            Optional<Session> session = upstream.session();
            upstream.disconnected("it was stopped");
            upstream.capable().close();
            session.ifPresent(Session::close);
            connector.close();
            watch.changed(id(), "stopped", "");
        }
    }

    /** Calls of tools need their list; an upstream that is slow with another does not keep them waiting for long. */
    private Deadline patience(Primitive kind) {
        return kind == Primitive.TOOL ? deadline() : Deadline.in(OTHER_LIST_MAX, clocks.nanoTime());
    }

    private Deadline deadline() {
        return Deadline.in(LIST_MAX, clocks.nanoTime());
    }

    private UpstreamId id() {
        return upstream.id();
    }

    /** Up to a fifth less, so that upstreams of many gateways are not all asked at once. */
    private static Duration jittered(Duration time) {
        return time.multipliedBy(ThreadLocalRandom.current().nextLong(80, 101)).dividedBy(100);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static String word(Health health) {
        return health.name().toLowerCase(Locale.ROOT);
    }
}
