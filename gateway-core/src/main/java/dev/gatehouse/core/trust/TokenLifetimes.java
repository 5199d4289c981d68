package dev.gatehouse.core.trust;

import java.time.Duration;

/**
 * How long what we issue lasts.
 *
 * @param access of an access token
 * @param refreshIdle a refresh token not used so long is dead
 * @param refreshMax a family of refresh tokens ends so long after its login, however often it is used
 */
public record TokenLifetimes(Duration access, Duration refreshIdle, Duration refreshMax) {
    public static final TokenLifetimes DEFAULT =
            new TokenLifetimes(Duration.ofMinutes(10), Duration.ofDays(7), Duration.ofDays(30));
}
