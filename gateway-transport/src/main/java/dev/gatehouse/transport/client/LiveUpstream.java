package dev.gatehouse.transport.client;

import dev.gatehouse.core.call.Waits;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.Operation.Verb;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.Listing;
import dev.gatehouse.core.upstream.Upstream;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.core.upstream.UpstreamReply.Cause;
import dev.gatehouse.core.upstream.UpstreamSpec;
import dev.gatehouse.transport.client.rpc.Connector;
import dev.gatehouse.transport.client.rpc.EndedCall;
import dev.gatehouse.transport.client.rpc.Resumption;
import dev.gatehouse.transport.client.rpc.Session;
import dev.gatehouse.transport.client.rpc.Topic;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One upstream as calls see it: the conversations of the moment, if there are any, and a bounded number of places. */
final class LiveUpstream implements Upstream {
    private final UpstreamSpec spec;
    private final Waits waits;
    private final Runnable callEnded;
    private final Semaphore places;
    private final CapableSessions capable;
    private final Subscriptions subscriptions;
    private final CallBreaker breaker;
    private volatile @Nullable Session session;
    private volatile String why = Listing.NONE.detail();

    /**
     * @param callEnded run after each call
     * @param watch told when calls begin to end at once because the upstream keeps failing them, and when that is over
     */
    LiveUpstream(
            UpstreamSpec spec,
            Waits waits,
            Connector.Beginning beginning,
            Runnable callEnded,
            CallBreaker.Watch watch) {
        this.spec = spec;
        this.waits = waits;
        this.callEnded = callEnded;
        this.breaker = new CallBreaker(waits::nanoTime, watch);
        this.places = new Semaphore(spec.limits().concurrentCallsMax());
        this.capable = new CapableSessions(spec.id().value(), beginning, waits);
        this.subscriptions = new Subscriptions(waits, this::session);
    }

    @Override
    public UpstreamId id() {
        return spec.id();
    }

    UpstreamSpec spec() {
        return spec;
    }

    @Override
    public UpstreamCall open(Permit permit) {
        return begin(() -> Rounds.first(this::send, permit));
    }

    @Override
    public UpstreamCall reopen(Permit permit, String upstreamState) {
        return begin(() -> Rounds.later(this::send, permit, Resumption.of(upstreamState)));
    }

    @Override
    public void unsubscribe(String upstreamUri) {
        subscriptions.release(new Topic.Resource(upstreamUri));
    }

    @Override
    public void unwatch(String upstreamTask) {
        subscriptions.release(new Topic.Task(upstreamTask));
    }

    private UpstreamCall begin(Supplier<Rounds> rounds) {
        if (session == null) {
            return EndedCall.unsent(Cause.UNAVAILABLE, why);
        }
        Optional<CallBreaker.Leave> leave = breaker.admit();
        return leave.isEmpty()
                ? EndedCall.unsent(Cause.UNAVAILABLE, "its last calls failed, it is spared for a while")
                : new TimedCall(rounds.get(), spec.limits().callTimeout(), waits::nanoTime, breaker, leave.get());
    }

    private UpstreamCall send(Permit permit, Optional<String> state) {
        Session current = session;
        if (current == null) {
            return EndedCall.unsent(Cause.UNAVAILABLE, why);
        }
        if (!places.tryAcquire()) {
            return EndedCall.unsent(Cause.OVERLOADED, "as many calls as are allowed are under way");
        }
        AtomicBoolean held = new AtomicBoolean(true);
        Session.Over giveBack = _ -> {
            if (held.compareAndSet(true, false)) {
                places.release();
                callEnded.run();
            }
        };
        try {
            return send(current, permit, state, giveBack);
        } catch (RuntimeException e) {
            giveBack.over(false);
            throw e;
        }
    }

    private UpstreamCall send(Session current, Permit permit, Optional<String> state, Session.Over over) {
        Verb verb = permit.operation().verb();
        if (verb == Verb.SUBSCRIBE || verb == Verb.WATCH_TASK) {
            return subscriptions.open(current, permit, over);
        }
        // It may have been upgraded the other way: then its tasks/get is of another protocol.
        if (verb.isOnTask() && !current.version().isModern()) {
            over.over(true);
            return new EndedCall(new UpstreamReply.Errored(-32602, "Unknown task", Optional.empty()));
        }
        // What a modern upstream may ask is said with each request.
        ClientCapabilities declared = current.version().isModern() || verb == Verb.COMPLETE
                ? ClientCapabilities.NONE
                : permit.operation().meta().capabilities().knownTo(current.version());
        return declared.equals(ClientCapabilities.NONE)
                ? current.open(permit, state, over)
                : new LeasedCall(capable, current.tellsWhoIsAsked(), permit, declared, over, waits);
    }

    /** The failure that made calls end at once; empty while they are made. */
    Optional<String> sparedBecause() {
        return breaker.openBecause();
    }

    int inFlight() {
        return spec.limits().concurrentCallsMax() - places.availablePermits();
    }

    Optional<Session> session() {
        return Optional.ofNullable(session);
    }

    CapableSessions capable() {
        return capable;
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    void connected(Session current) {
        breaker.reset();
        session = current;
    }

    /** @param detail why calls end at once from now on */
    void disconnected(String detail) {
        why = detail;
        session = null;
    }
}
