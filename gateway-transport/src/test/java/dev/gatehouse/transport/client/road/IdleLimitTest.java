package dev.gatehouse.transport.client.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A connection that lies idle is closed in time, and never one that is in use. */
class IdleLimitTest {
    private static final long NONE = -1;
    private static final long LONG_SECONDS = 3_600;

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final IdleLimit limit = new IdleLimit(channel);

    @Test
    void who_lies_idle_too_long_is_closed() {
        limit.begin(0);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void who_is_in_use_again_stays_open() {
        limit.begin(0);
        limit.end();
        assertThat(channel.runScheduledPendingTasks()).isEqualTo(NONE);
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void a_look_that_comes_too_early_looks_again_later() {
        limit.begin(LONG_SECONDS);
        channel.advanceTimeBy(2 * LONG_SECONDS, TimeUnit.SECONDS);
        assertThat(channel.runScheduledPendingTasks()).isPositive();
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void a_shorter_time_does_not_wait_for_the_longer_one_before() {
        limit.begin(LONG_SECONDS);
        limit.end();
        limit.begin(0);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void a_use_in_between_sets_no_second_timer() {
        limit.begin(LONG_SECONDS);
        limit.end();
        limit.begin(LONG_SECONDS);
        limit.stop();
        assertThat(channel.runScheduledPendingTasks()).isEqualTo(NONE);
    }
}
