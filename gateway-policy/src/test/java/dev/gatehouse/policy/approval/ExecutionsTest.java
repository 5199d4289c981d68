package dev.gatehouse.policy.approval;

import static dev.gatehouse.policy.approval.ApprovalWorld.agent;
import static dev.gatehouse.policy.approval.ApprovalWorld.approver;
import static dev.gatehouse.policy.approval.ApprovalWorld.drop;
import static dev.gatehouse.policy.approval.ApprovalWorld.executing;
import static dev.gatehouse.policy.approval.ApprovalWorld.told;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.database.Transaction;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.pin.PinGuard;
import dev.gatehouse.core.policy.Approvals.Answer;
import dev.gatehouse.core.policy.Approvals.Kept;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.core.policy.ChargingStage.Settlement;
import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.policy.KillSwitches;
import dev.gatehouse.core.policy.LongWork;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.policy.PolicyPipeline;
import dev.gatehouse.core.policy.Refusal;
import dev.gatehouse.policy.approval.ApprovalRequest.State;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Calls that the gateway makes itself, over a real database; each test leaves nothing to be made. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExecutionsTest {
    private static final int RACERS = 100;
    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final Duration LEASE = WITHIN.plusMinutes(1);
    private static final Operation DROP = drop("{\"table\":\"users\",\"password\":\"s3cret\"}");

    private final AtomicInteger ids = new AtomicInteger();
    private ApprovalWorld world;
    private Executions gateway;

    @BeforeAll
    void open() {
        world = new ApprovalWorld();
        gateway = world.executions();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        world.now = world.now.plus(Duration.ofDays(2));
        sweep();
    }

    private String ask(Principal principal) {
        return told(world.book(gateway).ask(world.facts(principal), DROP, executing()));
    }

    private String approved(String agent) throws Exception {
        String id = ask(agent(agent));
        world.desk().decide(id, approver("anna"), Word.approve());
        return id;
    }

    private CallId next() {
        return new CallId("own" + ids.incrementAndGet());
    }

    private Optional<ApprovedCall> claim() throws Exception {
        return gateway.claim(next(), WITHIN);
    }

    /** As the road asks, once the gateway's own call got there. */
    private Answer send(ApprovedCall call) {
        return send(call, DROP);
    }

    private Answer send(ApprovedCall call, Operation operation) {
        return send(gateway, call, operation);
    }

    private Answer send(Executions one, ApprovedCall call, Operation operation) {
        return world.book(one).ask(facts(call), operation, executing());
    }

    private CallFacts facts(ApprovedCall call) {
        return new CallFacts(
                call.call(),
                0,
                new BundleName("engineering"),
                new ServerName("tools"),
                Definition.tool("drop", Json.EMPTY_OBJECT),
                call.principal(),
                world.now,
                new Deadline(0));
    }

    private Optional<Kept> fetch(String agent) {
        return world.book(gateway).kept(world.facts(agent(agent)), DROP, executing());
    }

    private void sweep() throws Exception {
        new ApprovalSweep(world.place(), gateway, _ -> false).run();
    }

    private void later(Duration time) {
        world.now = world.now.plus(time);
    }

    private State state(String id) throws Exception {
        return world.desk().find(id).orElseThrow().state();
    }

    private static Reply dropped() {
        return new Reply.Complete(Json.object().put("dropped", 1).build());
    }

    @Test
    void what_was_approved_is_made_as_who_asked_with_what_was_asked_and_kept_for_them() throws Exception {
        String id = approved("ann");
        ApprovedCall call = claim().orElseThrow();
        assertThat(call.approval()).isEqualTo(id);
        assertThat(call.principal()).isEqualTo(agent("ann"));
        assertThat(call.arguments()).isEqualTo(DROP.arguments());
        assertThat(ask(agent("ann"))).as("meanwhile").startsWith("refused").contains("gateway makes this call");
        assertThat(send(call)).isInstanceOf(Answer.Approved.class);
        gateway.ended(call, "ok", dropped());
        gateway.over(call);
        assertThat(state(id)).isEqualTo(State.EXECUTED);
        assertThat(fetch("ann").orElseThrow().reply()).isEqualTo(dropped());
        assertThat(fetch("ann").orElseThrow().finding().reason())
                .contains(id, call.call().value());
        assertThat(fetch("another")).as("of somebody else").isEmpty();
        assertThat(world.trail)
                .anySatisfy(event -> assertThat(event).isInstanceOfSatisfying(AuditEvent.Administered.class, told -> {
                    assertThat(told.action()).isEqualTo("approval.execute");
                    assertThat(told.object()).isEqualTo(id);
                    assertThat(told.detail()).endsWith(": ok");
                }));
    }

    @Test
    void of_a_hundred_that_race_on_two_gateways_one_makes_it_and_the_caller_gets_no_second_one() throws Exception {
        approved("racer");
        List<Executions> gateways = List.of(world.executions(), world.executions());
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Boolean>> racers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < RACERS; i++) {
                Executions one = gateways.get(i % gateways.size());
                boolean caller = i % 4 == 3;
                racers.add(threads.submit(() -> {
                    start.await();
                    return caller ? ask(agent("racer")).equals("approved") : claimedAndSent(one);
                }));
            }
            start.countDown();
        }
        int made = 0;
        for (Future<Boolean> racer : racers) {
            made += racer.get() ? 1 : 0;
        }
        assertThat(made).isEqualTo(1);
    }

    private boolean claimedAndSent(Executions one) throws Exception {
        Optional<ApprovedCall> call = one.claim(next(), WITHIN);
        if (call.isEmpty()) {
            return false;
        }
        return send(one, call.get(), DROP) instanceof Answer.Approved;
    }

    @Test
    void one_call_is_sent_once_and_only_as_it_was_approved() throws Exception {
        approved("once");
        ApprovedCall call = claim().orElseThrow();
        assertThat(told(send(call, drop("{\"table\":\"others\"}")))).startsWith("refused");
        assertThat(send(call)).isInstanceOf(Answer.Approved.class);
        assertThat(told(send(call))).startsWith("refused");
        gateway.over(call);
    }

    @Test
    void a_call_that_no_rule_holds_any_more_is_left_to_its_caller_and_not_made_uncounted() throws Exception {
        approved("freed");
        ApprovedCall call = claim().orElseThrow();
        PolicyPipeline nothingHeld =
                new PolicyPipeline(PinGuard.NONE, List.of(), List.of(), world.book(gateway), LongWork.HERE);
        CallFacts facts = facts(call);
        assertThat(nothingHeld.judge(facts, DROP, KillSwitches.NONE)).isInstanceOf(Refusal.class);
        gateway.over(call);
        assertThat(nothingHeld.judge(facts, DROP, KillSwitches.NONE))
                .as("of anybody else")
                .isInstanceOf(Permit.class);
    }

    @Test
    void a_gateway_that_died_after_sending_leaves_an_unknown_outcome_and_no_second_call() throws Exception {
        String id = approved("crashed");
        ApprovedCall call = claim().orElseThrow();
        send(call);
        later(LEASE);
        sweep();
        assertThat(state(id)).isEqualTo(State.EXECUTED);
        assertThat(world.desk().find(id).orElseThrow().outcome()).contains("unknown_crash");
        assertThat(claim()).isEmpty();
        assertThat(world.executions().claim(next(), WITHIN)).isEmpty();
        Executions restarted = world.executions();
        Kept kept = world.book(restarted)
                .kept(world.facts(agent("crashed")), DROP, executing())
                .orElseThrow();
        assertThat(kept.reply().toString()).contains("may have been carried out");
        gateway.ended(call, "ok", dropped());
        assertThat(world.desk().find(id).orElseThrow().outcome())
                .as("it was only slow")
                .contains("ok");
        gateway.over(call);
    }

    @Test
    void a_gateway_that_died_before_sending_leaves_it_to_another() throws Exception {
        approved("left");
        claim().orElseThrow();
        assertThat(claim()).isEmpty();
        later(LEASE);
        sweep();
        assertThat(claim()).isPresent();
    }

    @Test
    void what_could_not_be_sent_is_the_callers_again_and_is_tried_later_some_times() throws Exception {
        String id = approved("unsent");
        for (int i = 0; i < Executions.ATTEMPTS_MAX; i++) {
            ApprovedCall call = claim().orElseThrow();
            ((Answer.Approved) send(call)).hold().settle(Settlement.NOT_SENT);
            gateway.ended(call, "lost", Reply.Complete.toolError("away"));
            gateway.over(call);
            assertThat(claim()).as("not at once").isEmpty();
            later(Duration.ofSeconds(10));
        }
        assertThat(claim()).as("not for ever").isEmpty();
        assertThat(state(id)).isEqualTo(State.APPROVED);
        assertThat(fetch("unsent")).isEmpty();
        assertThat(ask(agent("unsent"))).isEqualTo("approved");
    }

    @Test
    void a_result_that_was_fetched_is_there_for_a_lost_answer_and_then_no_more() throws Exception {
        approved("fetches");
        finish(claim().orElseThrow(), dropped());
        assertThat(fetch("fetches")).isPresent();
        later(Executions.FETCHED_AGAIN.minusSeconds(1));
        assertThat(fetch("fetches")).isPresent();
        later(Duration.ofSeconds(1));
        assertThat(fetch("fetches")).isEmpty();
        assertThat(ask(agent("fetches"))).as("a new request").matches("[0-9a-f]{16}");
    }

    @Test
    void a_result_that_nobody_fetches_is_forgotten() throws Exception {
        String id = approved("forgets");
        finish(claim().orElseThrow(), dropped());
        later(Executions.KEPT);
        assertThat(fetch("forgets")).isEmpty();
        sweep();
        assertThat(stored(id)).isEqualTo("||");
    }

    @Test
    void arguments_and_results_are_stored_sealed_and_arguments_no_longer_than_needed() throws Exception {
        String id = approved("sealed");
        assertThat(stored(id)).doesNotContain("s3cret").contains("approved-call.");
        finish(
                claim().orElseThrow(),
                new Reply.Complete(Json.object().put("key", "s3cret").build()));
        assertThat(stored(id)).doesNotContain("s3cret").startsWith("||approved-call-result.");
    }

    @Test
    void a_result_too_large_to_be_kept_is_kept_as_an_error_that_says_so() throws Exception {
        approved("large");
        String large = "x".repeat(Executions.RESULT_MAX_BYTES);
        finish(
                claim().orElseThrow(),
                new Reply.Complete(Json.object().put("text", large).build()));
        assertThat(fetch("large").orElseThrow().reply().toString())
                .contains("isError", "not kept")
                .hasSizeLessThan(1000);
    }

    @Test
    void errors_are_kept_as_what_they_are() throws Exception {
        approved("errors");
        Reply error = new Reply.UpstreamError(-32000, "no such table", Optional.of(Json.of(7)));
        finish(claim().orElseThrow(), error);
        assertThat(fetch("errors").orElseThrow().reply()).isEqualTo(error);
    }

    @Test
    void what_is_pending_denied_expired_withdrawn_or_for_its_caller_to_make_is_never_made() throws Exception {
        ask(agent("waits"));
        world.desk().decide(ask(agent("denied")), approver("anna"), Word.deny("no"));
        approved("gone");
        new ApprovalSweep(world.place(), gateway, about -> about.subject().equals("gone")).run();
        String retried = told(world.book().ask(world.facts(agent("retries")), DROP, ApprovalWorld.by(1)));
        world.desk().decide(retried, approver("anna"), Word.approve());
        assertThat(claim()).isEmpty();
        approved("late");
        later(ApprovalWorld.WITHIN);
        assertThat(claim()).isEmpty();
    }

    private void finish(ApprovedCall call, Reply reply) throws Exception {
        assertThat(send(call)).isInstanceOf(Answer.Approved.class);
        gateway.ended(call, "ok", reply);
        gateway.over(call);
    }

    private String stored(String id) throws Exception {
        return Transaction.run(world.database, connection -> {
            try (var select = connection.prepareStatement(
                    "SELECT arguments || '|' || orders || '|' || result FROM policy.approval WHERE id = ?")) {
                select.setString(1, id);
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    return row.getString(1);
                }
            }
        });
    }
}
