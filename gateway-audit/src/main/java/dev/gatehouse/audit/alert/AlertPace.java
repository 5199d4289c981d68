package dev.gatehouse.audit.alert;

import java.time.Duration;

/**
 * How often what is done.
 *
 * @param round what is new is written down, and what is due is told
 * @param look figures are looked at
 * @param said the database hears again of what goes on
 * @param grace after a start, or after the database was away, before anything is over: what goes on has to be seen first
 */
public record AlertPace(Duration round, Duration look, Duration said, Duration grace) {
    public static final AlertPace DEFAULT =
            new AlertPace(Duration.ofMillis(500), Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofMinutes(1));
}
