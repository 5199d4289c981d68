package dev.gatehouse.transport.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.transport.client.SessionQueue.Wish;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

class SessionQueueTest {
    private static final ClientCapabilities ROOTS =
            Permits.can("{\"roots\":{}}").capabilities();
    private static final ClientCapabilities FORMS =
            Permits.can("{\"elicitation\":{}}").capabilities();

    private final SessionQueue queue = new SessionQueue();
    private final ToIntFunction<String> held = Map.of("alice", 2, "bob", 1, "carol", 1)::get;

    @Test
    void whose_principal_has_fewest_sessions_is_next_and_among_equals_who_came_first() {
        Wish alice = joined("alice", ROOTS);
        Wish bob = joined("bob", ROOTS);
        Wish carol = joined("carol", ROOTS);

        assertThat(queue.isNext(alice, held)).isFalse();
        assertThat(queue.isNext(bob, held)).isTrue();
        assertThat(queue.isNext(carol, held)).isFalse();
        queue.leave(bob);
        assertThat(queue.isNext(carol, held)).isTrue();
        queue.leave(carol);
        assertThat(queue.isNext(alice, held)).isTrue();
    }

    @Test
    void nobody_waits_behind_calls_that_want_other_sessions() {
        Wish _ = joined("bob", FORMS);
        assertThat(queue.isNext(joined("alice", ROOTS), held)).isTrue();
        assertThat(queue.count(ROOTS)).isEqualTo(1);
    }

    @Test
    void one_principal_cannot_fill_it() {
        Wish first = joined("alice", ROOTS);
        for (int i = 1; i < SessionQueue.WAITING_PER_PRINCIPAL_MAX; i++) {
            Wish _ = joined("alice", ROOTS);
        }

        assertThat(queue.join(new Wish(ROOTS, "alice", false))).isFalse();
        assertThat(queue.join(first)).as("asks again").isTrue();
        assertThat(queue.join(new Wish(ROOTS, "alice", true))).as("can share").isTrue();
        Wish _ = joined("bob", ROOTS);
    }

    private Wish joined(String principal, ClientCapabilities declared) {
        Wish wish = new Wish(declared, principal, false);
        assertThat(queue.join(wish)).isTrue();
        return wish;
    }
}
