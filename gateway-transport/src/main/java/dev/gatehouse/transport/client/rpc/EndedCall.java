package dev.gatehouse.transport.client.rpc;

import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamEvent;
import dev.gatehouse.core.upstream.UpstreamReply;
import java.util.Optional;

/** A call whose end is known: nothing more is sent for it, nothing asked. */
public record EndedCall(UpstreamReply reply) implements UpstreamCall {

    public static EndedCall unsent(UpstreamReply.Cause cause, String detail) {
        return new EndedCall(new UpstreamReply.Lost(cause, false, detail));
    }

    @Override
    public UpstreamEvent next(Deadline deadline) {
        return new UpstreamEvent.Done(reply);
    }

    @Override
    public void answer(Permit round) {
        throw new IllegalStateException("a call that has ended asks nothing");
    }

    @Override
    public void decline(String reason) {
        throw new IllegalStateException("a call that has ended asks nothing");
    }

    @Override
    public Optional<String> detach() {
        return Optional.empty();
    }

    @Override
    public void cancel(Reason reason) {}

    @Override
    public void close() {}
}
