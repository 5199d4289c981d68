package dev.gatehouse.transport.client;

import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.Listing;
import dev.gatehouse.core.upstream.Upstream;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamReply.Cause;
import dev.gatehouse.core.upstream.UpstreamSpec;
import dev.gatehouse.transport.client.rpc.EndedCall;
import dev.gatehouse.transport.client.rpc.Session;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One upstream as calls see it: the conversation of the moment, if there is one, and a bounded number of places. */
final class LiveUpstream implements Upstream {
    private final UpstreamSpec spec;
    private final Clocks clocks;
    private final Runnable callEnded;
    private final Semaphore places;
    private final CallBreaker breaker;
    private volatile @Nullable Session session;
    private volatile String why = Listing.NONE.detail();

    /**
     * @param callEnded run after each call
     * @param watch told when calls begin to end at once because the upstream keeps failing them, and when that is over
     */
    LiveUpstream(UpstreamSpec spec, Clocks clocks, Runnable callEnded, CallBreaker.Watch watch) {
        this.spec = spec;
        this.clocks = clocks;
        this.callEnded = callEnded;
        this.breaker = new CallBreaker(clocks.nanos(), watch);
        this.places = new Semaphore(spec.limits().concurrentCallsMax());
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
        Session current = session;
        if (current == null) {
            return EndedCall.unsent(Cause.UNAVAILABLE, why);
        }
        if (!places.tryAcquire()) {
            return EndedCall.unsent(Cause.OVERLOADED, "as many calls as are allowed are under way");
        }
        Optional<CallBreaker.Leave> leave = breaker.admit();
        if (leave.isEmpty()) {
            places.release();
            return EndedCall.unsent(Cause.UNAVAILABLE, "its last calls failed, it is spared for a while");
        }
        AtomicBoolean held = new AtomicBoolean(true);
        Runnable giveBack = () -> {
            if (held.compareAndSet(true, false)) {
                places.release();
                callEnded.run();
            }
        };
        try {
            Deadline limit = Deadline.in(spec.limits().callTimeout(), clocks.nanoTime());
            return new TimedCall(current.open(permit, giveBack), limit, breaker, leave.get());
        } catch (RuntimeException e) {
            giveBack.run();
            throw e;
        }
    }

    /** No capability is declared upstream, so no call can have been detached and none can be reopened. */
    @Override
    public UpstreamCall reopen(Permit permit, String upstreamState) {
        return EndedCall.unsent(Cause.UNAVAILABLE, "the call cannot be resumed");
    }

    /** Nothing is subscribed to yet, so nothing is given back. */
    @Override
    public void unsubscribe(String upstreamUri) {}

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
