package dev.gatehouse.core.policy;

import java.time.Duration;

/** A moment on the monotonic clock ({@link System#nanoTime}); a wall clock that steps moves no deadline. */
public record Deadline(long nanoTime) {

    public static Deadline in(Duration time, long nowNanos) {
        return new Deadline(nowNanos + time.toNanos());
    }

    public Duration remaining(long nowNanos) {
        return Duration.ofNanos(Math.max(0, nanoTime - nowNanos));
    }

    public boolean isOver(long nowNanos) {
        return nanoTime - nowNanos <= 0;
    }

    public Deadline earlier(Deadline other) {
        return nanoTime - other.nanoTime <= 0 ? this : other;
    }
}
