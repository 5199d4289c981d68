package dev.gatehouse.transport.client;

import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamEvent;
import java.util.Optional;

/** A call that also ends when the upstream's own time for calls is over, however patient the caller is. */
record TimedCall(UpstreamCall call, Deadline limit) implements UpstreamCall {

    @Override
    public UpstreamEvent next(Deadline deadline) {
        return call.next(deadline.earlier(limit));
    }

    @Override
    public void answer(Permit round) {
        call.answer(round);
    }

    @Override
    public void decline(String reason) {
        call.decline(reason);
    }

    @Override
    public Optional<String> detach() {
        return call.detach();
    }

    @Override
    public void cancel(Reason reason) {
        call.cancel(reason);
    }

    @Override
    public void close() {
        call.close();
    }
}
