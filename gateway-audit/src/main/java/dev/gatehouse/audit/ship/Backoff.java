package dev.gatehouse.audit.ship;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before trying again: drawn evenly between nothing and a limit that doubles with every failure. */
public final class Backoff {
    private final Duration min;
    private final Duration max;
    private final RandomGenerator random;
    private Duration limit;

    public Backoff(Duration min, Duration max, RandomGenerator random) {
        this.min = min;
        this.max = max;
        this.random = random;
        this.limit = min;
    }

    public void reset() {
        limit = min;
    }

    public Duration next() {
        Duration wait = Duration.ofNanos(random.nextLong(limit.toNanos() + 1));
        Duration doubled = limit.multipliedBy(2);
        limit = doubled.compareTo(max) < 0 ? doubled : max;
        return wait;
    }
}
