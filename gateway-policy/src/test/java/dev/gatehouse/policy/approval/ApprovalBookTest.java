package dev.gatehouse.policy.approval;

import static dev.gatehouse.policy.approval.ApprovalWorld.agent;
import static dev.gatehouse.policy.approval.ApprovalWorld.approver;
import static dev.gatehouse.policy.approval.ApprovalWorld.by;
import static dev.gatehouse.policy.approval.ApprovalWorld.drop;
import static dev.gatehouse.policy.approval.ApprovalWorld.person;
import static dev.gatehouse.policy.approval.ApprovalWorld.told;
import static dev.gatehouse.policy.approval.ApprovalWorld.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.database.Transaction;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.policy.Approvals;
import dev.gatehouse.core.policy.ChargingStage.Settlement;
import dev.gatehouse.policy.approval.ApprovalRequest.State;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Each test is about an agent of its own, so one database does for all. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApprovalBookTest {
    private static final int RACERS = 100;
    private static final String TABLE = "{\"table\":\"users\"}";
    private static final Decider ANNA = approver("anna");

    private ApprovalWorld world;

    @BeforeAll
    void open() {
        world = new ApprovalWorld();
    }

    private String ask(Principal principal, String arguments) {
        return told(world.book().ask(world.facts(principal), drop(arguments), by(1)));
    }

    private Decided decide(String id, Decider decider, Word word) throws Exception {
        return world.desk().decide(id, decider, word);
    }

    @Test
    void the_same_call_made_again_finds_its_request_and_any_other_makes_one_of_its_own() {
        String id = ask(agent("repeats"), "{\"table\":\"users\",\"n\":1}");
        assertThat(ask(agent("repeats"), "{ \"n\":1, \"table\":\"\\u0075sers\" }"))
                .isEqualTo(id);
        assertThat(ask(agent("repeats"), "{\"table\":\"users\",\"n\":2}")).isNotEqualTo(id);
        assertThat(ask(agent("another"), "{\"table\":\"users\",\"n\":1}")).isNotEqualTo(id);
        assertThat(told(world.book().ask(world.facts(agent("repeats")), drop("{\"table\":\"users\",\"n\":1}"), by(2))))
                .as("under another rule")
                .isNotEqualTo(id);
    }

    @Test
    void of_a_hundred_that_race_on_two_gateways_exactly_one_uses_the_approval() throws Exception {
        String id = ask(agent("racer"), TABLE);
        decide(id, ANNA, Word.approve());
        List<ApprovalBook> gateways = List.of(world.book(), world.book());
        CountDownLatch start = new CountDownLatch(1);
        List<Future<String>> racers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < RACERS; i++) {
                ApprovalBook book = gateways.get(i % gateways.size());
                racers.add(threads.submit(() -> {
                    start.await();
                    return told(book.ask(world.facts(agent("racer")), drop(TABLE), by(1)));
                }));
            }
            start.countDown();
        }
        List<String> answers = new ArrayList<>();
        for (Future<String> racer : racers) {
            answers.add(racer.get());
        }
        assertThat(answers).filteredOn("approved"::equals).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.startsWith("refused")).isEmpty();
        assertThat(answers.stream().filter(answer -> !answer.equals("approved")).distinct())
                .as("everybody else waits for one new request")
                .hasSize(1)
                .doesNotContain(id);
    }

    @Test
    void a_restart_between_every_two_steps_loses_nothing() throws Exception {
        String id = ask(agent("restarts"), TABLE);
        assertThat(ask(agent("restarts"), TABLE)).isEqualTo(id);
        decide(id, ANNA, Word.approve());
        assertThat(ask(agent("restarts"), TABLE)).isEqualTo("approved");
        assertThat(ask(agent("restarts"), TABLE)).isNotEqualTo("approved").isNotEqualTo(id);
    }

    @Test
    void what_was_not_sent_gives_its_approval_back_and_what_may_have_run_does_not() throws Exception {
        decide(ask(agent("unsent"), TABLE), ANNA, Word.approve());
        redeem("unsent").hold().settle(Settlement.NOT_SENT);
        redeem("unsent").hold().settle(Settlement.UNKNOWN);
        assertThat(ask(agent("unsent"), TABLE)).isNotEqualTo("approved");
    }

    private Approvals.Answer.Approved redeem(String agent) {
        return (Approvals.Answer.Approved) world.book().ask(world.facts(agent(agent)), drop(TABLE), by(1));
    }

    @Test
    void a_denial_is_told_with_its_reason_and_stands_as_long_as_the_request_would_have() throws Exception {
        String id = ask(agent("denied"), TABLE);
        decide(id, ANNA, Word.deny("use the archive"));
        assertThat(ask(agent("denied"), TABLE))
                .startsWith("refused")
                .contains(id)
                .contains("use the archive");
        later(
                ApprovalWorld.WITHIN,
                () -> assertThat(ask(agent("denied"), TABLE))
                        .doesNotStartWith("refused")
                        .isNotEqualTo(id));
    }

    @Test
    void nothing_is_decided_or_used_when_it_is_too_late() throws Exception {
        String undecided = ask(agent("late"), TABLE);
        String unused = ask(agent("later"), TABLE);
        decide(unused, ANNA, Word.approve());
        later(ApprovalWorld.WITHIN, () -> {
            assertThat(decide(undecided, ANNA, Word.approve())).isEqualTo(new Decided.Over(State.EXPIRED));
            assertThat(ask(agent("later"), TABLE)).isNotEqualTo("approved").isNotEqualTo(unused);
            new ApprovalSweep(world.place(), world.executions(), _ -> false).run();
            assertThat(world.desk().find(undecided).orElseThrow().state()).isEqualTo(State.EXPIRED);
            assertThat(world.desk().find(undecided).orElseThrow().sealedArguments())
                    .isEmpty();
        });
    }

    @Test
    void two_people_have_to_be_two() throws Exception {
        List<Approvals.Demand> two = by(2);
        String id = told(world.book().ask(world.facts(agent("two")), drop(TABLE), two));
        decide(id, ANNA, Word.approve());
        assertThat(decide(id, ANNA, Word.approve())).isInstanceOf(Decided.NotYours.class);
        assertThat(told(world.book().ask(world.facts(agent("two")), drop(TABLE), two)))
                .isEqualTo(id);
        decide(id, approver("berta"), Word.approve());
        assertThat(told(world.book().ask(world.facts(agent("two")), drop(TABLE), two)))
                .isEqualTo("approved");
    }

    @Test
    void a_standing_approval_covers_other_arguments_of_the_same_requester_until_it_ends() throws Exception {
        String id = ask(agent("standing"), TABLE);
        Word word = new Word(true, "", Optional.of(Duration.ofHours(1)));
        assertThat(((Decided.Done) decide(id, ANNA, word)).standing()).isPresent();
        assertThat(ask(agent("standing"), "{}")).isEqualTo("approved");
        assertThat(ask(agent("standing"), "{}")).isEqualTo("approved");
        assertThat(ask(agent("standing2"), "{}")).isNotEqualTo("approved");
        later(
                Duration.ofHours(1),
                () -> assertThat(ask(agent("standing"), "{}")).isNotEqualTo("approved"));
    }

    @Test
    void a_standing_approval_that_was_revoked_covers_nothing() throws Exception {
        decide(ask(agent("revoked"), TABLE), ANNA, new Word(true, "", Optional.of(Duration.ofHours(1))));
        StandingApproval standing = world.desk().standing().stream()
                .filter(one -> one.about().subject().equals("revoked"))
                .findFirst()
                .orElseThrow();
        assertThat(world.desk().revoke(standing, "anna")).isTrue();
        assertThat(world.desk().revoke(standing, "anna")).isFalse();
        assertThat(ask(agent("revoked"), "{}")).isNotEqualTo("approved");
    }

    @Test
    void what_was_asked_by_somebody_who_is_no_more_ends() throws Exception {
        String id = ask(agent("gone"), TABLE);
        decide(id, ANNA, new Word(true, "", Optional.of(Duration.ofHours(1))));
        new ApprovalSweep(
                        world.place(),
                        world.executions(),
                        about -> about.subject().equals("gone"))
                .run();
        assertThat(world.desk().find(id).orElseThrow().state()).isEqualTo(State.WITHDRAWN);
        assertThat(ask(agent("gone"), TABLE)).isNotEqualTo("approved");
    }

    @Test
    void one_requester_has_so_many_requests_and_takes_nobody_elses_room() {
        for (int i = 0; i < ApprovalBook.PENDING_PER_REQUESTER_MAX; i++) {
            assertThat(ask(agent("flood"), "{\"n\":" + i + "}")).doesNotStartWith("refused");
        }
        assertThat(ask(agent("flood"), "{\"n\":-1}")).startsWith("refused");
        assertThat(ask(agent("calm"), "{\"n\":-1}")).doesNotStartWith("refused");
    }

    @Test
    void nobody_is_asked_for_the_nameless_nor_about_more_than_one_can_read() {
        assertThat(ask(Principal.ANONYMOUS, TABLE)).startsWith("refused");
        String much = "{\"t\":\"" + "x".repeat(ApprovalBook.ARGUMENTS_MAX_BYTES) + "\"}";
        assertThat(ask(agent("verbose"), much)).startsWith("refused");
    }

    @Test
    void without_the_database_what_needs_an_approval_is_refused() {
        RecordedChange.Place place = new RecordedChange.Place(
                unreachable(), world.place().journal(), world.place().clocks());
        ApprovalBook away = new ApprovalBook(
                place,
                ApprovalWorld.SEALER,
                new Executions(place, ApprovalWorld.SEALER),
                "",
                _ -> Optional.empty(),
                Set::of);
        assertThat(told(away.ask(world.facts(agent("away")), drop(TABLE), by(1))))
                .startsWith("refused")
                .contains("cannot be looked up now");
    }

    private static DataSource unreachable() {
        return (DataSource) Proxy.newProxyInstance(
                ApprovalBookTest.class.getClassLoader(), new Class<?>[] {DataSource.class}, (_, _, _) -> {
                    throw new SQLException("away", "08001");
                });
    }

    @Test
    void every_change_is_in_the_trail() throws Exception {
        String id = ask(agent("traced"), TABLE);
        decide(id, ANNA, new Word(true, "fine", Optional.of(Duration.ofHours(1))));
        assertThat(world.trail)
                .filteredOn(event -> event instanceof AuditEvent.Administered one
                        && (one.object().equals(id) || one.detail().contains(id)))
                .extracting(event -> ((AuditEvent.Administered) event).action())
                .containsExactly("approval.asked", "approval.approve", "approval.standing.grant");
        assertThat(world.trail.toString()).doesNotContain("users\"");
    }

    @Test
    void who_may_decide() throws Exception {
        String byBundle = ask(user("id-carl"), TABLE);
        assertThat(objection(byBundle, person("dora"))).as("no role").isPresent();
        assertThat(objection(byBundle, approver("dora")))
                .as("approver of the bundle")
                .isEmpty();
        assertThat(objection(byBundle, approver("carl"))).as("the requester").isPresent();
        assertThat(objection(byBundle, Decider.machine("admin")))
                .as("the machine")
                .isEmpty();
        String named = told(
                world.book().ask(world.facts(agent("bot")), drop(TABLE), by(1, "group:local/dba", "user:local/dora")));
        assertThat(objection(named, approver("anna"))).as("a role, not named").isPresent();
        assertThat(objection(named, person("dora"))).as("named").isEmpty();
        assertThat(objection(named, person("emil", "local/dba")))
                .as("in a named group")
                .isEmpty();
        assertThat(objection(named, person("emil", "other/dba")))
                .as("in another's group")
                .isPresent();
        assertThat(objection(named, person("olga", "local/dba")))
                .as("the agent's owner")
                .isPresent();
        assertThat(decide(named, person("olga", "local/dba"), Word.approve())).isInstanceOf(Decided.NotYours.class);
        assertThat(decide("none", ANNA, Word.approve())).isInstanceOf(Decided.NotFound.class);
    }

    private Optional<String> objection(String id, Decider decider) throws SQLException {
        return world.desk().objection(world.desk().find(id).orElseThrow(), decider);
    }

    @Test
    void an_approver_reads_what_a_caller_would_hide() throws Exception {
        String id = ask(agent("hides"), "{\"cmd\":\"ls \\u202e gpj.exe\\u0000\\n\",\"n\":[1,{}]}");
        assertThat(world.desk().arguments(world.desk().find(id).orElseThrow()))
                .contains("{\n  \"cmd\": \"ls \\u{202e} gpj.exe\\u{0}\\n\",\n  \"n\": [\n    1,\n    {}\n  ]\n}");
    }

    private interface Step {
        void run() throws Exception;
    }

    private void later(Duration by, Step step) throws Exception {
        world.now = world.now.plus(by);
        try {
            step.run();
        } finally {
            world.now = world.now.minus(by);
        }
    }

    @Test
    void a_notice_is_told_again_until_it_is_taken() throws Exception {
        ApprovalWorld world = new ApprovalWorld();
        String id = told(world.book().ask(world.facts(agent("told")), drop(TABLE), by(1)));
        Told channel = new Told();
        Notifier notifier = channel.notifier(world);
        channel.isAway = true;
        notifier.run();
        int first = channel.about(id);
        notifier.run();
        assertThat(channel.about(id)).as("not at once").isEqualTo(first).isEqualTo(1);
        world.now = world.now.plus(Duration.ofMinutes(1));
        channel.isAway = false;
        notifier.run();
        notifier.run();
        assertThat(channel.about(id)).isEqualTo(2);
        int left = Transaction.run(world.database, connection -> {
            try (var rows = connection
                    .createStatement()
                    .executeQuery("SELECT count(*) FROM policy.approval_notice WHERE approval = '" + id + "'")) {
                rows.next();
                return rows.getInt(1);
            }
        });
        assertThat(left).isZero();
    }
}
