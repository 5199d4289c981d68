package dev.gatehouse.audit.report;

import java.time.Instant;

/** From a moment to before another. */
public record Period(Instant from, Instant to) {
    boolean includes(Instant at) {
        return !at.isBefore(from) && at.isBefore(to);
    }
}
