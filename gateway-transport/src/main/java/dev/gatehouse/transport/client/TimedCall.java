package dev.gatehouse.transport.client;

import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamEvent;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.transport.client.CallBreaker.Leave;
import dev.gatehouse.transport.client.CallBreaker.Result;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A call that also ends when the upstream's own time for calls is over, however patient the caller is, and whose end
 * says how well the upstream is. While a question waits for its answer that time stands still.
 */
final class TimedCall implements UpstreamCall {
    private final UpstreamCall call;
    private final LongSupplier nanoTime;
    private final CallBreaker breaker;
    private final AtomicReference<@Nullable Leave> leave;
    private Deadline limit;
    private Duration left = Duration.ZERO;

    TimedCall(UpstreamCall call, Duration time, LongSupplier nanoTime, CallBreaker breaker, Leave leave) {
        this.call = call;
        this.nanoTime = nanoTime;
        this.breaker = breaker;
        this.leave = new AtomicReference<>(leave);
        this.limit = Deadline.in(time, nanoTime.getAsLong());
    }

    @Override
    public UpstreamEvent next(Deadline deadline) {
        UpstreamEvent event = call.next(deadline.earlier(limit));
        switch (event) {
            case UpstreamEvent.Asked _ -> {
                left = limit.remaining(nanoTime.getAsLong());
                settle(Result.SUCCEEDED, "");
            }
            case UpstreamEvent.Done(UpstreamReply reply) ->
                settle(result(reply), reply instanceof UpstreamReply.Lost lost ? lost.detail() : "");
            case UpstreamEvent.Noticed _, UpstreamEvent.Crowded _ -> {
                // Says nothing of how it will end.
            }
        }
        return event;
    }

    private void settle(Result result, String detail) {
        Leave first = leave.getAndSet(null);
        if (first != null) {
            breaker.ended(first, result, detail);
        }
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
        limit = Deadline.in(left, nanoTime.getAsLong());
    }

    @Override
    public void decline(String reason) {
        call.decline(reason);
        limit = Deadline.in(left, nanoTime.getAsLong());
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
