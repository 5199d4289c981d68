package dev.gatehouse.audit.sink;

import java.time.Instant;
import java.util.Optional;

/**
 * How a sink fares, as far as this gateway knows.
 *
 * @param isSending whether it is this gateway that sends; of several over one database it is one
 * @param lagRecords records of the trail behind its position, those included that it does not get; 0 where another sends
 * @param lagSeconds age of the oldest record under way; 0 when all is taken
 * @param sent records taken, since this gateway started
 * @param refused records that it will not take, since then
 * @param missed records that were dropped from the trail before it took them, since then
 * @param failing why and since when it takes nothing
 */
public record SinkStatus(
        String name,
        boolean isSending,
        long lagRecords,
        double lagSeconds,
        long sent,
        long refused,
        long missed,
        Optional<Failing> failing) {
    public record Failing(Instant since, String reason) {}
}
