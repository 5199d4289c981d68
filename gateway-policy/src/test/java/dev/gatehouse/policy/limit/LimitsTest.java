package dev.gatehouse.policy.limit;

import static dev.gatehouse.policy.count.Callers.ALICE;
import static dev.gatehouse.policy.count.Callers.BOB;
import static dev.gatehouse.policy.count.Callers.BUNDLE;
import static dev.gatehouse.policy.count.Callers.calling;
import static dev.gatehouse.policy.count.Callers.facts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.ChargingStage;
import dev.gatehouse.core.policy.ChargingStage.Hold;
import dev.gatehouse.core.policy.ChargingStage.Reservation;
import dev.gatehouse.core.policy.ChargingStage.Settlement;
import dev.gatehouse.core.policy.Operation.Verb;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.policy.count.Actors;
import dev.gatehouse.policy.count.Callers;
import dev.gatehouse.policy.count.CountedBy;
import dev.gatehouse.policy.count.Counting;
import dev.gatehouse.policy.count.Refusals.Measure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LimitsTest {
    private static final StageId STAGE = new StageId("p[0]");
    private static final LimitId ID = new LimitId(BUNDLE, "p/60");
    private static final Counting EACH = new Counting(CountedBy.PRINCIPAL, List.of(), Actors.THEMSELVES);
    private static final Rate SIXTY = new Rate(Rate.Of.CALLS, 60, Duration.ofMinutes(1), 60);

    private final AtomicLong nanos = new AtomicLong(1);
    private final Clocks clocks = new Clocks(InstantSource.fixed(Instant.EPOCH), nanos::get);
    private final List<Measure> refusals = new ArrayList<>();
    private final Limits limits = new Limits(clocks, (_, measure) -> refusals.add(measure));

    @Test
    void a_rate_admits_its_burst_and_then_what_flows_in() {
        ChargingStage limit = rate(new Rate(Rate.Of.CALLS, 60, Duration.ofMinutes(1), 20));
        assertThat(admitted(limit, 50)).isEqualTo(20);
        pass(Duration.ofSeconds(5));
        assertThat(admitted(limit, 50)).isEqualTo(5);
        pass(Duration.ofHours(1));
        assertThat(admitted(limit, 50)).isEqualTo(20);
    }

    @Test
    void a_refusal_says_when_to_come_back_and_then_is_right() {
        ChargingStage limit = rate(new Rate(Rate.Of.CALLS, 5, Duration.ofMinutes(1), 5));
        assertThat(admitted(limit, 5)).isEqualTo(5);
        assertThat(refused(limit, ALICE)).isEqualTo("at most 5 calls in 1 min for this caller. Retry in 12 s.");
        pass(Duration.ofSeconds(12));
        assertThat(admitted(limit, 2)).isEqualTo(1);
        assertThat(refusals).containsOnly(Measure.RATE).hasSize(2);
    }

    @Test
    void each_caller_has_a_rate_of_its_own() {
        ChargingStage limit = rate(SIXTY);
        assertThat(admitted(limit, 70)).isEqualTo(60);
        assertThat(limit.reserve(facts("c", BOB), calling("u", "t"))).isInstanceOf(Reservation.Granted.class);
    }

    @Test
    void who_is_in_two_groups_counts_against_both_or_neither() {
        Counting groups = new Counting(CountedBy.GROUP, List.of("okta/sales", "okta/staff"), Actors.THEMSELVES);
        ChargingStage limit = limits.rate(STAGE, ID, new Rate(Rate.Of.CALLS, 2, Duration.ofMinutes(1), 2), groups);
        Principal staff = Callers.caller(Principal.Kind.USER, "carol", "x", "okta/staff");
        assertThat(admitted(limit, 1, staff)).isEqualTo(1);
        assertThat(admitted(limit, 5, ALICE)).isEqualTo(1);
        Principal sales = Callers.caller(Principal.Kind.USER, "dave", "x", "okta/sales");
        assertThat(admitted(limit, 5, sales))
                .as("alice's refused calls took nothing from sales")
                .isEqualTo(1);
    }

    @Test
    void a_call_is_counted_once_and_a_request_each_time() {
        ChargingStage calls = rate(new Rate(Rate.Of.CALLS, 1, Duration.ofMinutes(1), 1));
        ChargingStage requests = limits.rate(
                STAGE, new LimitId(BUNDLE, "r"), new Rate(Rate.Of.REQUESTS, 2, Duration.ofMinutes(1), 2), EACH);
        assertThat(rounds(calls, 3)).containsExactly(true, true, true);
        assertThat(rounds(requests, 3)).containsExactly(true, true, false);
        assertThat(requests.reserve(facts("t", ALICE), Callers.operation(Verb.GET_TASK, Primitive.TOOL, "u", "t")))
                .isInstanceOf(Reservation.Refused.class);
        assertThat(calls.reserve(facts("t", ALICE), Callers.operation(Verb.GET_TASK, Primitive.TOOL, "u", "t")))
                .isInstanceOf(Reservation.Granted.class);
    }

    @Test
    void what_was_not_sent_is_given_back() {
        ChargingStage limit = rate(new Rate(Rate.Of.CALLS, 1, Duration.ofMinutes(1), 1));
        taken(limit).settle(Settlement.NOT_SENT);
        taken(limit).settle(Settlement.UNKNOWN);
        assertThat(admitted(limit, 1)).isZero();
    }

    @Test
    void a_rule_compiled_again_goes_on_with_what_was_counted() {
        assertThat(admitted(rate(SIXTY), 50)).isEqualTo(50);
        assertThat(admitted(rate(SIXTY), 50)).isEqualTo(10);
        ChargingStage other = limits.rate(STAGE, new LimitId(BUNDLE, "p/other"), SIXTY, EACH);
        assertThat(admitted(other, 100)).isEqualTo(60);
    }

    @Test
    void a_rule_on_trial_counts_for_itself() {
        ChargingStage limit = rate(new Rate(Rate.Of.CALLS, 1, Duration.ofMinutes(1), 1));
        assertThat(limit.rehearse(facts("c", ALICE), calling("u", "t"))).isInstanceOf(Reservation.Granted.class);
        assertThat(limit.rehearse(facts("c", ALICE), calling("u", "t"))).isInstanceOf(Reservation.Refused.class);
        assertThat(admitted(limit, 1)).isEqualTo(1);
        assertThat(refusals).isEmpty();
    }

    @Test
    void when_too_many_are_counted_new_ones_are_refused_and_none_is_forgotten_that_is_in_use() {
        Buckets buckets = new Buckets(nanos::get, 3);
        ChargingStage limit = new RateLimit(STAGE, ID, SIXTY, EACH, buckets);
        for (String name : List.of("a", "b", "c")) {
            assertThat(admitted(limit, 60, Callers.caller(Principal.Kind.USER, name, "x")))
                    .isEqualTo(60);
        }
        assertThat(refused(limit, BOB)).contains("too many are counted");
        assertThat(admitted(limit, 1, Callers.caller(Principal.Kind.USER, "a", "x")))
                .isZero();
        pass(Duration.ofSeconds(61));
        assertThat(admitted(limit, 60, BOB)).as("full ones are forgotten").isEqualTo(60);
    }

    @Test
    void a_hundred_threads_get_no_more_than_the_burst() throws Exception {
        ChargingStage limit = rate(new Rate(Rate.Of.CALLS, 500, Duration.ofDays(1), 500));
        assertThat(race(100, 50, () -> limit.reserve(facts("c", ALICE), calling("u", "t"))))
                .isEqualTo(500);
    }

    @Test
    void a_hundred_threads_never_have_more_slots_than_there_are_and_leave_none_taken() throws Exception {
        Slots slots = new Slots();
        ChargingStage limit = new SlotLimit(STAGE, ID, 5, EACH, slots);
        AtomicLong now = new AtomicLong();
        AtomicLong most = new AtomicLong();
        int admitted = race(100, 200, () -> {
            Reservation reservation = limit.reserve(facts("c", ALICE), calling("u", "t"));
            if (reservation instanceof Reservation.Granted(Hold hold)) {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                now.decrementAndGet();
                hold.settle(Settlement.DONE);
            }
            return reservation;
        });
        assertThat(admitted).isPositive();
        assertThat(most.get()).isBetween(1L, 5L);
        assertThat(slots.size()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Settlement.class)
    void a_slot_is_given_back_however_a_round_ends_and_needed_again_in_the_next(Settlement settlement) {
        ChargingStage limit = limits.concurrency(STAGE, ID, 1, EACH);
        Hold first = taken(limit);
        assertThat(refused(limit, ALICE))
                .isEqualTo("at most 1 at once for this caller. Retry in 1 s, or when one of them is done.");
        assertThat(refusals).containsExactly(Measure.SLOTS);
        first.settle(settlement);
        taken(limit);
        assertThat(limit.reserve(facts("c", 1, ALICE, "t", Instant.EPOCH), calling("u", "t")))
                .as("a later round")
                .isInstanceOf(Reservation.Refused.class);
    }

    private ChargingStage rate(Rate rate) {
        return limits.rate(STAGE, ID, rate, EACH);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static int admitted(ChargingStage limit, int calls) {
        return admitted(limit, calls, ALICE);
    }

    private static int admitted(ChargingStage limit, int calls, Principal who) {
        int admitted = 0;
        for (int i = 0; i < calls; i++) {
            if (limit.reserve(facts("c", who), calling("u", "t")) instanceof Reservation.Granted) {
                admitted++;
            }
        }
        return admitted;
    }

    private static List<Boolean> rounds(ChargingStage limit, int count) {
        List<Boolean> granted = new ArrayList<>();
        for (int round = 0; round < count; round++) {
            CallFacts facts = facts("c", round, ALICE, "t", Instant.EPOCH);
            granted.add(limit.reserve(facts, calling("u", "t")) instanceof Reservation.Granted);
        }
        return granted;
    }

    private static String refused(ChargingStage limit, Principal who) {
        return ((Reservation.Refused) limit.reserve(facts("c", who), calling("u", "t"))).reason();
    }

    private static Hold taken(ChargingStage limit) {
        return ((Reservation.Granted) limit.reserve(facts("c", ALICE), calling("u", "t"))).hold();
    }

    @FunctionalInterface
    private interface Attempt {
        Reservation make();
    }

    private static int race(int threads, int attempts, Attempt attempt) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService racers =
                Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory())) {
            List<Future<Integer>> results = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                results.add(racers.submit(() -> {
                    start.await();
                    int granted = 0;
                    for (int n = 0; n < attempts; n++) {
                        granted += attempt.make() instanceof Reservation.Granted ? 1 : 0;
                    }
                    return granted;
                }));
            }
            start.countDown();
            int sum = 0;
            for (Future<Integer> result : results) {
                sum += result.get();
            }
            return sum;
        }
    }
}
