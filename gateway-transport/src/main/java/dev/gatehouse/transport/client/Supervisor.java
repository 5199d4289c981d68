package dev.gatehouse.transport.client;

import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.call.Waits;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.upstream.Change;
import dev.gatehouse.core.upstream.Listing.Health;
import dev.gatehouse.core.upstream.UpstreamSpec;
import dev.gatehouse.transport.client.rpc.Connector;
import dev.gatehouse.transport.client.rpc.Connector.Connection;
import dev.gatehouse.transport.client.rpc.Session;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one upstream connected and its listing fresh, from a platform thread of its own: connect, list, wait for news,
 * again after a pause when it ended. Retired, it lets calls finish, then stops what it started.
 */
final class Supervisor implements Connector.Listener {
    static final Duration DRAIN_MAX = Duration.ofSeconds(30);
    /** A conversation that held this long was no failure. */
    private static final Duration SETTLED = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    private final LiveUpstream upstream;
    private final Connector connector;
    private final Standing standing;
    private final Freshness freshness;
    private final Changes changes;
    private final Clocks clocks;
    private final Backoff backoff;
    private final Alarm alarm = new Alarm();
    private final Thread thread;
    private volatile Duration drain = DRAIN_MAX;
    private boolean stopping;

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
        this.standing = new Standing(spec, catalog, watch);
        this.upstream = new LiveUpstream(
                spec,
                waits,
                declared -> this.connector.connect(declared, ofOneMore()),
                alarm::callEnded,
                standing::spared);
        this.freshness = new Freshness(
                upstream,
                standing,
                alarm,
                declared -> this.connector.connect(declared, Connector.Listener.NOBODY),
                settings.refreshEvery(),
                clocks);
        this.changes = changes;
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
        standing.forget();
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
        return standing.status(upstream, freshness.note());
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
        standing.report(Health.DEGRADED, detail);
        alarm.awaitRetired(wait);
    }

    /** Returns why the conversation is over; closes it unless the upstream is retired and calls may still finish. */
    private String converse(Connection.Established established) throws InterruptedException {
        Session session = established.session();
        standing.connected(established.note());
        upstream.connected(session);
        long began = clocks.nanoTime();
        String failure = freshness.keep(session);
        if (clocks.nanoTime() - began > SETTLED.toNanos()) {
            backoff.reset();
        }
        upstream.disconnected(failure);
        session.close();
        return failure;
    }

    private synchronized void beginStop() {
        stopping = true;
        boolean _ = Thread.interrupted();
    }

    private void stop() {
        try {
            freshness.close();
            alarm.await(drain, () -> upstream.inFlight() == 0 || drain.isZero());
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a thread that stops", e);
        } finally {
            Optional<Session> session = upstream.session();
            upstream.disconnected("it was stopped");
            upstream.capable().close();
            session.ifPresent(Session::close);
            connector.close();
            standing.stopped();
        }
    }

    private UpstreamId id() {
        return upstream.id();
    }
}
