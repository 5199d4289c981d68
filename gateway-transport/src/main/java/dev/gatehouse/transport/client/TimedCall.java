package dev.gatehouse.transport.client;

import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamEvent;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.transport.client.CallBreaker.Leave;
import dev.gatehouse.transport.client.CallBreaker.Result;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A call that also ends when the upstream's own time for calls is over, however patient the caller is, and whose end
 * says how well the upstream is.
 */
final class TimedCall implements UpstreamCall {
    private final UpstreamCall call;
    private final Deadline limit;
    private final CallBreaker breaker;
    private final AtomicReference<@Nullable Leave> leave;

    TimedCall(UpstreamCall call, Deadline limit, CallBreaker breaker, Leave leave) {
        this.call = call;
        this.limit = limit;
        this.breaker = breaker;
        this.leave = new AtomicReference<>(leave);
    }

    @Override
    public UpstreamEvent next(Deadline deadline) {
        UpstreamEvent event = call.next(deadline.earlier(limit));
        if (event instanceof UpstreamEvent.Done(UpstreamReply reply)) {
            Leave first = leave.getAndSet(null);
            if (first != null) {
                breaker.ended(first, result(reply), reply instanceof UpstreamReply.Lost lost ? lost.detail() : "");
            }
        }
        return event;
    }

    /** An answer is an answer, also one that says no; what the gateway itself could not take blames nobody. */
    private static Result result(UpstreamReply reply) {
        return reply instanceof UpstreamReply.Lost lost
                ? switch (lost.cause()) {
                    case UNAVAILABLE, TIMEOUT, MALFORMED, TOO_LARGE -> Result.FAILED;
                    case CANCELLED, OVERLOADED -> Result.NEITHER;
                }
                : Result.SUCCEEDED;
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
