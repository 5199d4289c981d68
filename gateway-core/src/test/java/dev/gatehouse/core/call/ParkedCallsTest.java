package dev.gatehouse.core.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.CallSubject;
import dev.gatehouse.core.audit.Receipt;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.policy.Target;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Who has to make room when a call finds none at an upstream, and who never does. */
class ParkedCallsTest {
    private static final UpstreamId UP = new UpstreamId("up");

    private final List<String> ended = new CopyOnWriteArrayList<>();
    private final List<String> trail = new CopyOnWriteArrayList<>();
    private long nanos;
    private final ParkedCalls parked = new ParkedCalls(this::record, new Clocks(() -> Instant.EPOCH, () -> nanos));

    @Test
    void whoever_holds_most_loses_the_call_that_waits_longest() {
        park("bob", "b1");
        park("alice", "a1", "a2", "a3");
        timePasses();

        makeRoom("carol", 0);

        assertThat(ended).containsExactly("a1 DISPLACED");
        assertThat(trail).containsExactly("a1 displaced");
        assertThat(parked.count()).isEqualTo(3);
        assertThat(parked.claim(new CallId("a1"))).isEmpty();
    }

    @Test
    void a_flood_ends_calls_of_its_own_and_nobody_s_who_holds_no_more() {
        park("bob", "b1");
        park("bob", "b2");
        park("alice", "a1", "a2");
        timePasses();

        for (int i = 3; i < 10; i++) {
            makeRoom("alice", 2);
            park("alice", "a" + i);
            timePasses();
        }

        assertThat(ended)
                .startsWith("a1 DISPLACED", "a2 DISPLACED", "a3 DISPLACED")
                .hasSize(7);
        assertThat(ended).noneMatch(call -> call.startsWith("b"));
    }

    @Test
    void who_holds_less_than_another_keeps_what_it_has() {
        park("alice", "a1");
        park("bob", "b1", "b2", "b3");
        timePasses();

        makeRoom("alice", 1);

        assertThat(ended).containsExactly("b1 DISPLACED");
    }

    @Test
    void who_holds_nothing_is_not_kept_out_by_those_who_hold_one_each() {
        park("alice", "a1");
        park("bob", "b1");
        timePasses();

        makeRoom("carol", 0);

        assertThat(ended).containsExactly("a1 DISPLACED");
    }

    @Test
    void calls_that_run_count_too() {
        park("bob", "b1", "b2");
        timePasses();

        makeRoom("alice", 2);

        assertThat(ended).as("alice would have three then").isEmpty();
    }

    @Test
    void a_call_parked_just_now_is_let_alone_and_so_is_another_upstream() {
        timePasses();
        park("alice", "a1");
        makeRoom("carol", 0);
        nanos += Displacement.UNDISTURBED.toNanos() - 1;
        makeRoom("carol", 0);
        parked.makeRoom(new UpstreamId("other"), principal("carol"), 0);
        assertThat(ended).isEmpty();

        nanos += 1;
        makeRoom("carol", 0);

        assertThat(ended).containsExactly("a1 DISPLACED");
    }

    @Test
    void a_retry_and_a_displacement_never_get_the_same_call() throws Exception {
        timePasses();
        CyclicBarrier together = new CyclicBarrier(2);
        try (var threads = Executors.newFixedThreadPool(2)) {
            for (int i = 0; i < 2_000; i++) {
                String call = "c" + i;
                ended.clear();
                park("alice", call);
                timePasses();
                Future<Boolean> claimed = threads.submit(() -> {
                    together.await();
                    return parked.claim(new CallId(call)).isPresent();
                });
                Future<?> displaced = threads.submit(() -> {
                    together.await();
                    makeRoom("bob", 0);
                    return null;
                });
                displaced.get();
                assertThat(ended).hasSize(claimed.get() ? 0 : 1);
            }
        }
        assertThat(parked.count()).isZero();
    }

    private void timePasses() {
        nanos += Displacement.UNDISTURBED.toNanos();
    }

    private void makeRoom(String principal, int held) {
        parked.makeRoom(UP, principal(principal), held);
    }

    private void park(String principal, String... calls) {
        for (String call : calls) {
            CallSubject subject = new CallSubject(
                    new CallId(call),
                    0,
                    "tools/call",
                    "t",
                    Optional.of(new Target(Primitive.TOOL, "t", UP, "t")),
                    new ServerName("s"),
                    Optional.empty(),
                    principal(principal),
                    Optional.empty(),
                    ProtocolVersion.LATEST,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    "peer");
            assertThat(parked.park(subject, new Waiting(call), List.of())).isTrue();
        }
    }

    private static Principal principal(String name) {
        return new Principal(
                Principal.Kind.USER,
                "gw",
                name,
                "client",
                Set.of(),
                Set.of("read:tools", "execute:tools"),
                Instant.MAX);
    }

    private Receipt record(AuditEvent event) {
        AuditEvent.CallAbandoned abandoned = (AuditEvent.CallAbandoned) event;
        trail.add(abandoned.call().value() + " " + abandoned.reason());
        return new Receipt() {
            @Override
            public void awaitWritten() {}

            @Override
            public void awaitDurable(Duration timeout) {}
        };
    }

    /** A call that asked and can only be ended. */
    private final class Waiting implements UpstreamCall {
        private final String name;

        Waiting(String name) {
            this.name = name;
        }

        @Override
        public UpstreamEvent next(Deadline deadline) {
            throw new AssertionError("pulled while it waits");
        }

        @Override
        public void answer(Permit round) {
            throw new AssertionError("answered by nobody");
        }

        @Override
        public void decline(String reason) {
            throw new AssertionError("declined by nobody");
        }

        @Override
        public Optional<String> detach() {
            return Optional.empty();
        }

        @Override
        public void cancel(Reason reason) {
            ended.add(name + " " + reason);
        }

        @Override
        public void close() {}
    }
}
