package dev.gatehouse.transport.client.road;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection that lies idle too long. One timer at a time: a use in between only moves a number, for setting and
 * cancelling a timer on every call costs more than the rest of the pool. On the connection's loop only.
 */
final class IdleLimit {
    private final Channel channel;
    private boolean idle;
    private long untilNanos;
    private long lookNanos;
    private @Nullable Future<?> timer;

    IdleLimit(Channel channel) {
        this.channel = channel;
    }

    /** The connection lies idle from now on. */
    void begin(long secondsMax) {
        idle = true;
        untilNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(secondsMax);
        if (timer == null || untilNanos - lookNanos < 0) {
            lookAtEnd();
        }
    }

    /** The connection is in use. */
    void end() {
        idle = false;
    }

    /** The connection is no more. */
    void stop() {
        idle = false;
        stopTimer();
    }

    private void lookAtEnd() {
        stopTimer();
        lookNanos = untilNanos;
        timer = channel.eventLoop().schedule(this::look, untilNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void look() {
        timer = null;
        if (!idle) {
            return;
        }
        if (System.nanoTime() - untilNanos >= 0) {
            var _ = channel.close();
        } else {
            lookAtEnd();
        }
    }
}
