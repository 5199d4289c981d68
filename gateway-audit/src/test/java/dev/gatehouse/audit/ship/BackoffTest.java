package dev.gatehouse.audit.ship;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void waits_are_drawn_below_a_limit_that_doubles_up_to_the_longest() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30), new Random(1));
        long limitMillis = 100;
        for (int failure = 0; failure < 20; failure++) {
            assertThat(backoff.next()).isBetween(Duration.ZERO, Duration.ofMillis(limitMillis));
            limitMillis = Math.min(30_000, 2 * limitMillis);
        }
        assertThat(Stream.generate(backoff::next).limit(100))
                .anyMatch(wait -> wait.compareTo(Duration.ofSeconds(20)) > 0)
                .anyMatch(wait -> wait.compareTo(Duration.ofSeconds(10)) < 0);

        backoff.reset();
        assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMillis(100));
    }
}
