package dev.gatehouse.testkit.wait;

import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static dev.gatehouse.testkit.wait.Eventually.steady;
import static dev.gatehouse.testkit.wait.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventuallyTest {
    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void a_failed_assertion_is_waited_out() {
        eventually(() -> assertThat(looks.incrementAndGet()).isEqualTo(3));
        until("seen once more", () -> looks.incrementAndGet() == 5);
        assertThat(looks).hasValue(5);
    }

    @Test
    void an_exception_is_not() {
        assertThatThrownBy(() -> eventually(() -> {
                    looks.incrementAndGet();
                    throw new IOException("gone for good");
                }))
                .hasRootCauseMessage("gone for good");
        assertThat(looks).hasValue(1);
    }

    @Test
    void what_holds_only_now_and_then_is_not_steady() {
        steady("from the fourth look on", () -> looks.incrementAndGet() != 3);
        assertThat(looks).hasValue(13);
    }
}
