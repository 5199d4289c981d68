package dev.gatehouse.transport.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    @Test
    void waits_grow_with_jitter_and_stay_below_the_longest() {
        for (int round = 0; round < 200; round++) {
            Backoff backoff = new Backoff(Duration.ofSeconds(60), Integer.MAX_VALUE);
            assertThat(backoff.failed(0)).isBetween(Duration.ofMillis(200), Duration.ofSeconds(1));
            assertThat(backoff.failed(1)).isBetween(Duration.ofMillis(200), Duration.ofSeconds(2));
            for (int i = 0; i < 80; i++) {
                assertThat(backoff.failed(2)).isBetween(Duration.ofMillis(200), Duration.ofSeconds(60));
            }
        }
    }

    @Test
    void the_fifth_failure_within_the_window_means_rest_until_the_first_has_left_it() {
        Backoff backoff = new Backoff(Duration.ofSeconds(60), 5);
        for (int minute = 0; minute < 4; minute++) {
            backoff.failed(minute * MINUTE);
            assertThat(backoff.isResting()).isFalse();
        }
        assertThat(backoff.failed(4 * MINUTE)).isEqualTo(Duration.ofMinutes(6));
        assertThat(backoff.isResting()).isTrue();
        // The attempt after the rest is the probe: it fails, and the next rest is until the second left the window.
        assertThat(backoff.failed(10 * MINUTE + 1)).isCloseTo(Duration.ofMinutes(1), Duration.ofSeconds(1));
    }

    @Test
    void failures_far_apart_never_mean_rest() {
        Backoff backoff = new Backoff(Duration.ofSeconds(60), 5);
        for (int i = 0; i < 50; i++) {
            backoff.reset();
            assertThat(backoff.failed(i * 3 * MINUTE)).isLessThanOrEqualTo(Duration.ofSeconds(1));
        }
    }
}
