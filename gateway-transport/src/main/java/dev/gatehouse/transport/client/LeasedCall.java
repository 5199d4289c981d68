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
import dev.gatehouse.transport.client.rpc.EndedCall;
import dev.gatehouse.transport.client.rpc.Results;
import dev.gatehouse.transport.client.rpc.Session;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A call that is sent once there is a session that declares what its caller can be asked. */
final class LeasedCall implements UpstreamCall {
    private final CapableSessions sessions;
    private final boolean shared;
    private final Permit permit;
    private final ClientCapabilities declared;
    private final Session.Over over;
    private final Waits waits;
    /** Set once: to the call itself, or to what ended it before it was sent. */
    private final AtomicReference<@Nullable UpstreamCall> sent = new AtomicReference<>();

    private volatile @Nullable Thread puller;
    private Answer answer = new Answer.Wait();

    LeasedCall(
            CapableSessions sessions,
            boolean shared,
            Permit permit,
            ClientCapabilities declared,
            Session.Over over,
            Waits waits) {
        this.sessions = sessions;
        this.shared = shared;
        this.permit = permit;
        this.declared = declared;
        this.over = over;
        this.waits = waits;
    }

    @Override
    public UpstreamEvent next(Deadline deadline) {
        UpstreamCall call = sent.get();
        return (call == null ? send(deadline) : call).next(deadline);
    }

    private UpstreamCall send(Deadline deadline) {
        puller = Thread.currentThread();
        try {
            boolean inTime = waits.await(this::isSettled, deadline);
            return switch (answer) {
                case Answer.Leased(Lease lease) -> open(lease);
                case Answer.Refused(String detail) -> end(Cause.UNAVAILABLE, detail);
                case Answer.Wait _ -> end(Cause.OVERLOADED, inTime ? "cancelled" : "no session became free in time");
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return end(Cause.CANCELLED, "interrupted");
        } finally {
            puller = null;
            sessions.waitsNoMore();
        }
    }

    private boolean isSettled() {
        if (sent.get() == null) {
            answer = sessions.lease(declared, shared);
        }
        return sent.get() != null || !(answer instanceof Answer.Wait);
    }

    private UpstreamCall open(Lease lease) {
        UpstreamCall ended = sent.get();
        if (ended != null) {
            sessions.release(lease, true);
            return ended;
        }
        UpstreamCall call = lease.session.open(permit, Optional.empty(), answered -> {
            // One call's late questions must not reach the next call's caller.
            sessions.release(lease, shared || answered);
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
