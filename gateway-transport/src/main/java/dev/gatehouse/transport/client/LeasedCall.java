package dev.gatehouse.transport.client;

import dev.gatehouse.core.call.Waits;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamEvent;
import dev.gatehouse.core.upstream.UpstreamReply.Cause;
import dev.gatehouse.transport.client.CapableSessions.Answer;
import dev.gatehouse.transport.client.CapableSessions.Lease;
import dev.gatehouse.transport.client.SessionQueue.Wish;
import dev.gatehouse.transport.client.rpc.EndedCall;
import dev.gatehouse.transport.client.rpc.Results;
import dev.gatehouse.transport.client.rpc.Session;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A call that is sent once there is a session that declares what its caller can be asked. */
final class LeasedCall implements UpstreamCall {
    /** How often a call that waits says that somebody has to make room for it. */
    static final Duration CROWDED_EVERY = Duration.ofMillis(500);

    private final CapableSessions sessions;
    private final Wish wish;
    private final Permit permit;
    private final Session.Over over;
    private final Waits waits;
    /** Set once: to the call itself, or to what ended it before it was sent. */
    private final AtomicReference<@Nullable UpstreamCall> sent = new AtomicReference<>();

    private volatile @Nullable Thread puller;
    private Answer answer = new Answer.Wait(false, 0);
    private Deadline quietUntil;

    /** @param shared whether calls can share a session */
    LeasedCall(
            CapableSessions sessions,
            boolean shared,
            Permit permit,
            ClientCapabilities declared,
            Session.Over over,
            Waits waits) {
        this.sessions = sessions;
        this.wish = new Wish(declared, permit.facts().principal().key(), shared);
        this.permit = permit;
        this.over = over;
        this.waits = waits;
        this.quietUntil = new Deadline(waits.nanoTime());
    }

    @Override
    public UpstreamEvent next(Deadline deadline) {
        UpstreamCall call = sent.get();
        return call == null ? waited(deadline) : call.next(deadline);
    }

    private UpstreamEvent waited(Deadline deadline) {
        puller = Thread.currentThread();
        try {
            while (!waits.await(this::isSettled, deadline.earlier(quietUntil)) && !deadline.isOver(waits.nanoTime())) {
                quietUntil = Deadline.in(CROWDED_EVERY, waits.nanoTime());
                if (answer instanceof Answer.Wait(boolean crowded, int held) && crowded) {
                    return new UpstreamEvent.Crowded(held);
                }
            }
            return settled().next(deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return end(Cause.CANCELLED, "interrupted").next(deadline);
        } finally {
            puller = null;
            if (sent.get() != null) {
                // A cancel may have come while it asked, and it stood in the queue again.
                sessions.waitsNoMore(wish);
            }
        }
    }

    private boolean isSettled() {
        if (sent.get() == null) {
            answer = sessions.lease(wish);
        }
        return sent.get() != null || !(answer instanceof Answer.Wait);
    }

    private UpstreamCall settled() {
        return switch (answer) {
            case Answer.Leased(Lease lease) -> open(lease);
            case Answer.Refused(Cause cause, String detail) -> end(cause, detail);
            case Answer.Wait _ -> end(Cause.OVERLOADED, "no session became free in time");
        };
    }

    private UpstreamCall open(Lease lease) {
        UpstreamCall ended = sent.get();
        if (ended != null) {
            sessions.release(wish, lease, true);
            return ended;
        }
        UpstreamCall call = lease.session.open(permit, Optional.empty(), answered -> {
            // One call's late questions must not reach the next call's caller.
            sessions.release(wish, lease, answered);
            over.over(answered);
        });
        if (sent.compareAndSet(null, call)) {
            return call;
        }
        call.close();
        return call;
    }

    private UpstreamCall end(Cause cause, String detail) {
        UpstreamCall ended = EndedCall.unsent(cause, detail);
        if (sent.compareAndSet(null, ended)) {
            sessions.waitsNoMore(wish);
            over.over(true);
            return ended;
        }
        return Objects.requireNonNull(sent.get());
    }

    @Override
    public void answer(Permit round) {
        opened().answer(round);
    }

    @Override
    public void decline(String reason) {
        opened().decline(reason);
    }

    /** A legacy upstream keeps the call, so there is nothing to let go of. */
    @Override
    public Optional<String> detach() {
        return Optional.empty();
    }

    @Override
    public void cancel(Reason reason) {
        UpstreamCall call = sent.get();
        if (call == null) {
            end(Cause.CANCELLED, Results.cancelled(reason));
            LockSupport.unpark(puller);
            call = sent.get();
        }
        if (call != null) {
            call.cancel(reason);
        }
    }

    @Override
    public void close() {
        cancel(Reason.CANCELLED_BY_CLIENT);
        opened().close();
    }

    private UpstreamCall opened() {
        UpstreamCall call = sent.get();
        if (call == null) {
            throw new IllegalStateException("a call that was not pulled asks nothing");
        }
        return call;
    }
}
