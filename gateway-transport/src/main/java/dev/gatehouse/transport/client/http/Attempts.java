package dev.gatehouse.transport.client.http;

import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.upstream.UpstreamReply.Cause;
import dev.gatehouse.transport.client.road.HttpExchange;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The exchanges of one call, one after another: a request whose session was lost is sent again, a stream that broke is
 * gone on with. Used by the thread that pulls; only to abandon them is for any.
 */
final class Attempts {
    private final CallContext context;
    private volatile HttpExchange current;
    private volatile boolean sent;
    private volatile boolean abandoned;
    private volatile @Nullable Thread waiting;
    private boolean sentAgain;

    Attempts(CallContext context, HttpExchange first) {
        this.context = context;
        this.current = first;
    }

    HttpExchange current() {
        return current;
    }

    /** Whether bytes of any may have reached the upstream. */
    boolean sent() {
        return sent || current.sent();
    }

    /** Sends the request again, which is done once; false when that cannot be. */
    boolean again(Deadline deadline) {
        if (sentAgain) {
            return false;
        }
        sentAgain = true;
        return swapped(context.again(deadline));
    }

    /** Goes on with a stream that ended too early, unless it was this side that ended it; false when that cannot be. */
    boolean resume(Deadline deadline) throws InterruptedException {
        if (abandoned) {
            return false;
        }
        waiting = Thread.currentThread();
        try {
            return swapped(context.resume(current, deadline, () -> abandoned));
        } finally {
            waiting = null;
        }
    }

    /** An exchange that was begun while the call was abandoned must not be left behind. */
    private boolean swapped(Optional<HttpExchange> next) {
        if (next.isPresent()) {
            sent |= current.sent();
            current.release();
            current = next.get();
            if (abandoned) {
                current.abandon(Cause.CANCELLED, "cancelled");
            }
        }
        return next.isPresent();
    }

    /** Nobody waits any more, and none follows. */
    void abandon(Cause cause, String detail) {
        abandoned = true;
        current.abandon(cause, detail);
        LockSupport.unpark(waiting);
    }

    /** Nobody holds anything of the answer any more. */
    void release() {
        current.release();
    }
}
