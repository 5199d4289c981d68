package dev.gatehouse.transport.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.transport.client.CallBreaker.Leave;
import dev.gatehouse.transport.client.CallBreaker.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** F07: open after 5 failures in a row or half of at least 20 calls in 10 s, one probe each 5 s. */
class CallBreakerTest {
    private final AtomicLong now = new AtomicLong(TimeUnit.HOURS.toNanos(1));
    private final List<String> changes = new ArrayList<>();
    private final CallBreaker breaker = new CallBreaker(now::get, (open, why) -> changes.add(open + " " + why));

    @Test
    void the_fifth_failure_in_a_row_opens_it_and_says_why() {
        end(4, Result.FAILED);
        assertThat(breaker.admit()).isPresent();
        end(1, Result.FAILED);
        assertThat(breaker.admit()).isEmpty();
        assertThat(breaker.openBecause()).contains("it hangs");
        assertThat(changes).containsExactly("true it hangs");
    }

    @Test
    void a_success_begins_the_row_anew() {
        end(4, Result.FAILED);
        end(1, Result.SUCCEEDED);
        end(4, Result.FAILED);
        assertThat(breaker.openBecause()).isEmpty();
    }

    @Test
    void what_is_nobodys_fault_counts_for_nothing() {
        for (int i = 0; i < 50; i++) {
            end(1, Result.NEITHER);
        }
        end(4, Result.FAILED);
        end(5, Result.NEITHER);
        assertThat(breaker.openBecause()).isEmpty();
        end(1, Result.FAILED);
        assertThat(breaker.openBecause()).isPresent();
    }

    @Test
    void half_of_twenty_calls_failing_opens_it() {
        for (int i = 0; i < 9; i++) {
            end(1, Result.SUCCEEDED);
            end(1, Result.FAILED);
        }
        end(1, Result.SUCCEEDED);
        assertThat(breaker.openBecause()).as("nine of nineteen").isEmpty();
        end(1, Result.FAILED);
        assertThat(breaker.openBecause()).as("ten of twenty").isPresent();
    }

    @Test
    void failures_of_more_than_ten_seconds_ago_are_forgotten() {
        for (int i = 0; i < 9; i++) {
            end(1, Result.SUCCEEDED);
            end(1, Result.FAILED);
        }
        seconds(CallBreaker.WINDOW_SECONDS);
        end(1, Result.SUCCEEDED);
        end(1, Result.FAILED);
        assertThat(breaker.openBecause()).isEmpty();
    }

    @Test
    void one_probe_passes_each_five_seconds_and_its_success_closes_it() {
        end(5, Result.FAILED);
        seconds(CallBreaker.PROBE_EVERY_SECONDS);
        Leave probe = breaker.admit().orElseThrow();
        assertThat(breaker.admit()).as("one at a time").isEmpty();
        breaker.ended(probe, Result.FAILED, "it hangs");
        assertThat(breaker.admit()).isEmpty();
        seconds(CallBreaker.PROBE_EVERY_SECONDS);
        breaker.ended(breaker.admit().orElseThrow(), Result.SUCCEEDED, "");
        assertThat(breaker.admit()).isPresent();
        assertThat(breaker.admit()).isPresent();
        assertThat(changes).containsExactly("true it hangs", "false ");
    }

    @Test
    void a_call_from_before_it_opened_does_not_close_it() {
        Leave early = breaker.admit().orElseThrow();
        end(5, Result.FAILED);
        breaker.ended(early, Result.SUCCEEDED, "");
        assertThat(breaker.openBecause()).isPresent();
    }

    @Test
    void a_call_from_before_it_closed_does_not_count_afterwards() {
        List<Leave> early = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            early.add(breaker.admit().orElseThrow());
        }
        end(5, Result.FAILED);
        seconds(CallBreaker.PROBE_EVERY_SECONDS);
        end(1, Result.SUCCEEDED);
        early.forEach(leave -> breaker.ended(leave, Result.FAILED, "it hangs"));
        assertThat(breaker.openBecause()).isEmpty();
    }

    @Test
    void a_new_conversation_begins_closed() {
        end(5, Result.FAILED);
        breaker.reset();
        assertThat(breaker.admit()).isPresent();
        end(4, Result.FAILED);
        assertThat(breaker.openBecause()).isEmpty();
    }

    private void end(int times, Result result) {
        for (int i = 0; i < times; i++) {
            breaker.ended(breaker.admit().orElseThrow(), result, result == Result.FAILED ? "it hangs" : "");
        }
    }

    private void seconds(int count) {
        now.addAndGet(TimeUnit.SECONDS.toNanos(count));
    }
}
