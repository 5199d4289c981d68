package dev.gatehouse.policy.limit;

import java.time.Duration;

/**
 * How often something may be done: a bucket of {@code burst} tokens that {@code times} tokens per {@code window} flow
 * into, evenly.
 *
 * @param of what takes a token
 */
public record Rate(Of of, int times, Duration window, int burst) {

    /** What a rate counts. */
    public enum Of {
        /** Calls, each once, however many rounds it takes. */
        CALLS,
        /** Requests: every round of a call, and whatever is done to its task. */
        REQUESTS
    }

    public Rate {
        if (times < 1 || burst < 1 || window.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("a rate of nothing");
        }
    }

    /** How long an empty bucket takes to fill: one that nobody asked for so long is like a new one. */
    Duration untilFull() {
        return window.multipliedBy(burst).dividedBy(times).plusMillis(1);
    }
}
