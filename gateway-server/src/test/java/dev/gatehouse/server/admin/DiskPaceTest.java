package dev.gatehouse.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.admin.ReadyCheck.Level;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** P8: warns above 10 ms, keeps traffic away above 100 ms for 10 s; always the 99th percentile. */
class DiskPaceTest {
    private final AtomicLong now = new AtomicLong(TimeUnit.HOURS.toNanos(1));
    private final DiskPace disk = new DiskPace(now::get);

    @Test
    void a_disk_that_nobody_used_yet_is_ready() {
        assertThat(disk.state()).isEqualTo(ReadyCheck.State.READY);
    }

    @Test
    void one_slow_sync_in_a_hundred_is_ready_and_two_are_degraded() {
        syncs(99, 1);
        syncs(1, 11);
        assertThat(disk.state()).isEqualTo(ReadyCheck.State.READY);
        syncs(1, 11);
        assertThat(disk.state().level()).isEqualTo(Level.DEGRADED);
        assertThat(disk.state().reason()).contains("10 ms");
    }

    @Test
    void ten_milliseconds_are_not_over_the_limit() {
        syncs(50, 10);
        assertThat(disk.state()).isEqualTo(ReadyCheck.State.READY);
    }

    @Test
    void a_disk_over_the_limit_is_not_ready_after_ten_seconds_of_it() {
        for (int second = 0; second < 10; second++) {
            syncs(5, 101);
            assertThat(disk.state().level()).as("second " + second).isEqualTo(Level.DEGRADED);
            pass(Duration.ofSeconds(1));
        }
        syncs(5, 101);
        assertThat(disk.state().level()).isEqualTo(Level.NOT_READY);
        assertThat(disk.state().reason()).contains("100 ms");
    }

    @Test
    void a_good_spell_in_between_begins_the_ten_seconds_anew() {
        syncs(1, 101);
        pass(Duration.ofSeconds(9));
        syncs(200, 1);
        syncs(3, 101);
        pass(Duration.ofSeconds(2));
        syncs(1, 101);
        assertThat(disk.state().level()).isEqualTo(Level.DEGRADED);
    }

    @Test
    void it_is_ready_again_when_the_window_has_passed() {
        for (int second = 0; second <= 10; second++) {
            syncs(1, 500);
            pass(Duration.ofSeconds(1));
        }
        assertThat(disk.state().level()).isEqualTo(Level.NOT_READY);
        pass(Duration.ofSeconds(DiskPace.WINDOW_SECONDS));
        assertThat(disk.state()).isEqualTo(ReadyCheck.State.READY);
    }

    private void syncs(int count, int millis) {
        for (int i = 0; i < count; i++) {
            disk.took(TimeUnit.MILLISECONDS.toNanos(millis));
        }
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
