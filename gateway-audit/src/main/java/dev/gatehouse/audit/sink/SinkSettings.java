package dev.gatehouse.audit.sink;

import java.time.Duration;

/**
 * How records go to sinks.
 *
 * @param recordsMax records that are read at a time, those included that the sink does not get
 * @param bytesMax bytes of those, as the trail has them, except that one record always fits
 * @param every how long after all was taken the trail is looked at again
 * @param standby how long whoever does not send waits before it asks whether it shall
 * @param backoffMin the shortest limit of a wait after a failure; doubled each time, drawn between nothing and that
 * @param backoffMax the longest
 * @param statementMax what one statement may take
 */
public record SinkSettings(
        int recordsMax,
        long bytesMax,
        Duration every,
        Duration standby,
        Duration backoffMin,
        Duration backoffMax,
        Duration statementMax) {
    public static final SinkSettings DEFAULT = new SinkSettings(
            500,
            512 << 10,
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofMillis(500),
            Duration.ofMinutes(1),
            Duration.ofSeconds(30));

    SinkSettings reading(Batch batch) {
        return new SinkSettings(
                batch.recordsMax(), batch.bytesMax(), every, standby, backoffMin, backoffMax, statementMax);
    }
}
