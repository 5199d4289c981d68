package dev.gatehouse.transport.client;

import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamEvent;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A call that also ends when the upstream's own time for calls is over, however patient the caller is. While a question
 * waits for its answer that time stands still.
 */
final class TimedCall implements UpstreamCall {
    private final UpstreamCall call;
    private final LongSupplier nanoTime;
    private Deadline limit;

    TimedCall(UpstreamCall call, Duration time, LongSupplier nanoTime) {
        this.call = call;
        this.nanoTime = nanoTime;
        this.limit = Deadline.in(time, nanoTime.getAsLong());
    }

    private Duration left = Duration.ZERO;

    @Override
    public UpstreamEvent next(Deadline deadline) {
        UpstreamEvent event = call.next(deadline.earlier(limit));
        if (event instanceof UpstreamEvent.Asked) {
            left = limit.remaining(nanoTime.getAsLong());
        }
        return event;
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
