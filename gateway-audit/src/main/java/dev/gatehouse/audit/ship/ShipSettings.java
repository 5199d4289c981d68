package dev.gatehouse.audit.ship;

import java.time.Duration;

/**
 * How records go to the database.
 *
 * @param recordsMax records of one transaction
 * @param bytesMax bytes of one transaction, except that one record always fits
 * @param every how long after a batch that was not full the next one is looked for
 * @param backoffMin the shortest wait after a failure; doubled each time, drawn at random between nothing and that
 * @param backoffMax the longest
 * @param statementMax what one statement may take
 */
public record ShipSettings(
        int recordsMax,
        long bytesMax,
        Duration every,
        Duration backoffMin,
        Duration backoffMax,
        Duration statementMax) {
    public static final ShipSettings DEFAULT = new ShipSettings(
            1_000,
            1 << 20,
            Duration.ofMillis(200),
            Duration.ofMillis(100),
            Duration.ofSeconds(30),
            Duration.ofSeconds(2));
}
