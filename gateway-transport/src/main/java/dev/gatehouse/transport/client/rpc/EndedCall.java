package dev.gatehouse.transport.client.rpc;

import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamEvent;
import dev.gatehouse.core.upstream.UpstreamReply;
import java.util.Optional;

/** A call that was over before anything was sent. */
public record EndedCall(UpstreamReply.Lost reply) implements UpstreamCall {

    public static EndedCall unsent(UpstreamReply.Cause cause, String detail) {
        return new EndedCall(new UpstreamReply.Lost(cause, false, detail));
    }

    @Override
    public UpstreamEvent next(Deadline deadline) {
        return new UpstreamEvent.Done(reply);
    }

    @Override
    public void answer(Permit round) {
        throw new UnsupportedOperationException("no call was opened, so none asked");
    }

    @Override
    public void decline(String reason) {
        throw new UnsupportedOperationException("no call was opened, so none asked");
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
