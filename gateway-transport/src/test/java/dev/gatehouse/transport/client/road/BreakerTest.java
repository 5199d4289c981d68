package dev.gatehouse.transport.client.road;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private final AtomicLong now = new AtomicLong(1_000);
    private final AtomicInteger opened = new AtomicInteger();
    private final Breaker breaker = new Breaker(opened::incrementAndGet, now::get);

    @Test
    void the_fifth_failure_in_a_row_opens_it_and_one_attempt_passes_each_five_seconds() {
        for (int i = 0; i < Breaker.FAILURES_MAX; i++) {
            assertThat(breaker.admits()).isTrue();
            breaker.failed();
        }
        assertThat(opened).hasValue(1);
        assertThat(breaker.admits()).isFalse();
        now.addAndGet(Breaker.PROBE_EVERY_NANOS);
        assertThat(breaker.admits()).isTrue();
        assertThat(breaker.admits()).isFalse();
        breaker.failed();
        assertThat(opened).hasValue(1);
    }

    @Test
    void one_success_closes_it() {
        for (int i = 0; i < Breaker.FAILURES_MAX; i++) {
            breaker.failed();
        }
        breaker.succeeded();
        assertThat(breaker.isOpen()).isFalse();
        assertThat(breaker.admits()).isTrue();
        assertThat(breaker.admits()).isTrue();
    }
}
