package dev.gatehouse.policy.script.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ShareTest {
    private final AtomicLong nanos = new AtomicLong(1);
    private final Share share = new Share(3, nanos::get);

    @Test
    void a_script_never_has_all_workers() throws InterruptedException {
        assertThat(share.take(Duration.ZERO)).isTrue();
        assertThat(share.take(Duration.ZERO)).isTrue();
        assertThat(share.take(Duration.ZERO)).isFalse();
        share.giveBack();
        assertThat(share.take(Duration.ZERO)).isTrue();
    }

    @Test
    void of_one_worker_it_has_that_one() throws InterruptedException {
        assertThat(new Share(1, nanos::get).take(Duration.ZERO)).isTrue();
    }

    @Test
    void one_loss_is_free_and_every_other_one_costs_twice_as_long() {
        share.lost();
        assertThat(share.isPaused()).isFalse();
        share.lost();
        assertThat(pausedFor()).isEqualTo(2);
        share.lost();
        assertThat(pausedFor()).isEqualTo(4);
        for (int i = 0; i < 20; i++) {
            share.lost();
        }
        assertThat(pausedFor()).isEqualTo(64);
    }

    @Test
    void losses_are_forgotten() {
        share.lost();
        share.lost();
        assertThat(share.isIdle()).isFalse();
        pass(Duration.ofMinutes(5));
        assertThat(share.isIdle()).isTrue();
        share.lost();
        assertThat(share.isPaused()).isFalse();
    }

    @Test
    void what_is_in_use_is_not_idle() throws InterruptedException {
        assertThat(share.isIdle()).isTrue();
        assertThat(share.take(Duration.ZERO)).isTrue();
        assertThat(share.isIdle()).isFalse();
    }

    private int pausedFor() {
        int seconds = 0;
        while (share.isPaused()) {
            pass(Duration.ofSeconds(1));
            seconds++;
        }
        return seconds;
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
