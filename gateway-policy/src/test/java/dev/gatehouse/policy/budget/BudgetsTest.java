package dev.gatehouse.policy.budget;

import static dev.gatehouse.policy.count.Callers.ALICE;
import static dev.gatehouse.policy.count.Callers.BOB;
import static dev.gatehouse.policy.count.Callers.BOT;
import static dev.gatehouse.policy.count.Callers.BUNDLE;
import static dev.gatehouse.policy.count.Callers.calling;
import static dev.gatehouse.policy.count.Callers.facts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.audit.Receipt;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.ChargingStage;
import dev.gatehouse.core.policy.ChargingStage.Hold;
import dev.gatehouse.core.policy.ChargingStage.Reservation;
import dev.gatehouse.core.policy.ChargingStage.Settlement;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.policy.count.Actors;
import dev.gatehouse.policy.count.CountedBy;
import dev.gatehouse.policy.count.Counting;
import dev.gatehouse.policy.count.Refusals.Measure;
import dev.gatehouse.testkit.postgres.TestDatabase;
import dev.gatehouse.testkit.wait.Eventually;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BudgetsTest {
    private static final StageId STAGE = new StageId("p[0]");
    private static final PriceList CENT = new PriceList(List.of(), Map.of(new UpstreamId("u"), new Usd(10_000)));
    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

    private static DataSource database;

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final Clocks clocks = new Clocks(
            now::get, () -> Duration.between(Instant.EPOCH, now.get()).toNanos());
    private final List<AuditEvent.Administered> trail = new CopyOnWriteArrayList<>();
    private final List<Measure> refusals = new CopyOnWriteArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();
    private Budgets budgets;

    @BeforeAll
    static void migrate() {
        database = TestDatabase.shared().fresh();
        Flyway.configure()
                .dataSource(database)
                .defaultSchema("policy")
                .locations("classpath:db/migration/policy")
                .load()
                .migrate();
    }

    @BeforeEach
    void empty() throws SQLException {
        execute("TRUNCATE policy.budget, policy.budget_charge, policy.cost");
        budgets = gateway(database);
    }

    private Budgets gateway(DataSource through) {
        return new Budgets(through, journal(), clocks, (_, measure) -> refusals.add(measure));
    }

    private AuditJournal journal() {
        return event -> {
            trail.add((AuditEvent.Administered) event);
            return new Receipt() {
                @Override
                public void awaitWritten() {}

                @Override
                public void awaitDurable(Duration max) {}
            };
        };
    }

    @Test
    void calls_are_let_through_until_the_money_is_spent_and_again_when_a_new_period_begins() {
        ChargingStage stage = stage(hard("0.03"));
        assertThat(granted(stage, 5)).isEqualTo(3);
        assertThat(refusal(stage, ALICE))
                .isEqualTo("the budget of 0.03 USD a day for the bundle b is used up. It begins anew at"
                        + " 2026-11-22T00:00:00Z.");
        assertThat(refusals).containsOnly(Measure.BUDGET);
        pass(Duration.ofHours(12));
        assertThat(granted(stage, 5)).isEqualTo(3);
    }

    @Test
    void a_call_dearer_than_the_whole_budget_is_refused_and_takes_nothing() {
        assertThat(granted(stage(hard("0.009")), 1)).isZero();
        assertThat(used()).isZero();
    }

    @Test
    void what_is_free_is_let_through_also_when_all_is_spent() {
        ChargingStage stage = stage(hard("0.01"));
        assertThat(granted(stage, 2)).isEqualTo(1);
        assertThat(stage.reserve(facts("c", ALICE), calling("free", "t"))).isEqualTo(Reservation.NOTHING);
    }

    @ParameterizedTest
    @EnumSource(Settlement.class)
    void only_what_was_surely_not_sent_is_given_back(Settlement settlement) {
        hold(stage(hard("1"))).settle(settlement);
        assertThat(used()).isEqualTo(settlement == Settlement.NOT_SENT ? 0 : 10_000);
        assertThat(count("policy.budget_charge")).isEqualTo(settlement == Settlement.NOT_SENT ? 0 : 1);
    }

    @Test
    void a_call_is_charged_once_whatever_number_of_rounds_and_gateways_it_takes() {
        ChargingStage here = stage(hard("0.01"));
        ChargingStage there = gateway(database).stage(STAGE, hard("0.01"), CENT);
        assertThat(here.reserve(facts("call", ALICE), calling("u", "t"))).isInstanceOf(Reservation.Granted.class);
        assertThat(here.reserve(facts("call", ALICE), calling("u", "t"))).isEqualTo(Reservation.NOTHING);
        assertThat(there.reserve(facts("call", ALICE), calling("u", "t"))).isEqualTo(Reservation.NOTHING);
        assertThat(there.reserve(facts("call", 1, ALICE, "t", START), calling("u", "t")))
                .isEqualTo(Reservation.NOTHING);
        assertThat(used()).isEqualTo(10_000);
    }

    @Test
    void a_hundred_threads_of_two_gateways_spend_exactly_what_there_is() throws Exception {
        ChargingStage here = stage(hard("1.005"));
        ChargingStage there = gateway(database).stage(STAGE, hard("1.005"), CENT);
        assertThat(race(100, 3, i -> i % 2 == 0 ? here : there)).isEqualTo(100);
        assertThat(used()).isEqualTo(1_000_000);
        assertThat(count("policy.budget_charge")).isEqualTo(100);
        assertThat(trail)
                .extracting(AuditEvent.Administered::action)
                .containsExactlyInAnyOrder("budget.warned", "budget.reached");
    }

    @Test
    void the_same_call_raced_by_many_threads_is_charged_once() throws Exception {
        ChargingStage stage = stage(hard("1"));
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService racers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Reservation>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                all.add(racers.submit(() -> {
                    start.await();
                    return stage.reserve(facts("same", ALICE), calling("u", "t"));
                }));
            }
            start.countDown();
            for (Future<Reservation> one : all) {
                assertThat(one.get()).isInstanceOf(Reservation.Granted.class);
            }
        }
        assertThat(used()).isEqualTo(10_000);
    }

    @Test
    void a_connection_that_dies_in_the_middle_takes_nothing() throws Exception {
        ChargingStage stage = stage(hard("1"));
        assertThat(granted(stage, 1)).isEqualTo(1);
        try (ExecutorService caller = Executors.newVirtualThreadPerTaskExecutor();
                Connection other = database.getConnection()) {
            other.setAutoCommit(false);
            execute(other, "SELECT * FROM policy.budget FOR UPDATE");
            Future<String> refused = caller.submit(() -> refusal(stage, ALICE));
            Eventually.until(
                    "the charge waits and is killed",
                    () -> kill("wait_event_type = 'Lock' AND datname = current_database()") == 1);
            assertThat(refused.get()).isEqualTo(BudgetStage.NO_LEDGER);
            other.rollback();
        }
        budgets.giveBackOwed();
        assertThat(used()).isEqualTo(10_000);
        assertThat(granted(stage, 1)).isEqualTo(1);
    }

    private static long kill(String which) {
        return number("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE " + which);
    }

    @Test
    void a_charge_that_was_made_and_not_confirmed_is_refused_and_given_back() {
        AtomicReference<Boolean> mute = new AtomicReference<>(true);
        Ledger ledger = new Ledger(() -> mute.get() ? Unheard.of(database.getConnection()) : database.getConnection());
        Budgets unheard = new Budgets(ledger, journal(), clocks, (_, _) -> {});
        assertThat(refusal(unheard.stage(STAGE, hard("1"), CENT), ALICE)).isEqualTo(BudgetStage.NO_LEDGER);
        assertThat(used()).as("made").isEqualTo(10_000);
        unheard.giveBackOwed();
        unheard.giveBackOwed();
        mute.set(false);
        unheard.giveBackOwed();
        unheard.giveBackOwed();
        assertThat(used()).as("given back, once").isZero();
    }

    @Test
    void a_call_that_died_with_its_gateway_stays_charged() {
        assertThat(hold(stage(hard("0.02")))).as("never settled").isNotNull();
        budgets = gateway(database);
        assertThat(granted(stage(hard("0.02")), 5)).isEqualTo(1);
    }

    @Test
    void a_gateway_that_starts_anew_knows_what_was_spent() {
        assertThat(granted(stage(hard("0.03")), 2)).isEqualTo(2);
        budgets = gateway(database);
        assertThat(granted(stage(hard("0.03")), 5)).isEqualTo(1);
    }

    @Test
    void a_limit_that_is_raised_keeps_what_is_used_of_it() {
        assertThat(granted(stage(hard("0.02")), 5)).isEqualTo(2);
        assertThat(granted(stage(hard("0.05")), 5)).isEqualTo(3);
        assertThat(granted(stage(hard("0.01")), 5)).isZero();
    }

    @Test
    void while_the_ledger_is_away_what_costs_is_refused_and_what_is_free_is_not() {
        ChargingStage stage = Budgets.none().stage(STAGE, hard("1"), CENT);
        assertThat(refusal(stage, ALICE)).isEqualTo(BudgetStage.NO_LEDGER);
        assertThat(stage.reserve(facts("c", ALICE), calling("free", "t"))).isEqualTo(Reservation.NOTHING);
    }

    @Test
    void a_soft_limit_lets_through_and_notes_it() {
        ChargingStage stage = stage(budget("0.02", false, CountedBy.BUNDLE));
        assertThat(granted(stage, 2)).isEqualTo(2);
        Reservation third = stage.reserve(facts("third", ALICE), calling("u", "t"));
        assertThat(third)
                .isInstanceOfSatisfying(
                        Reservation.Noted.class,
                        noted -> assertThat(noted.flag().word()).isEqualTo("over_budget"));
        assertThat(used()).isEqualTo(30_000);
        assertThat(refusals).isEmpty();
    }

    @Test
    void each_threshold_is_told_once_in_a_period() {
        ChargingStage stage = stage(hard("0.05"));
        granted(stage, 9);
        hold(stage(hard("0.06"))).settle(Settlement.NOT_SENT);
        assertThat(told())
                .containsExactly(
                        "budget.warned b/p/x b: 0.04 of 0.05 USD in 2026-11-21",
                        "budget.reached b/p/x b: 0.05 of 0.05 USD in 2026-11-21",
                        // the limit was raised, and so the threshold is another
                        "budget.reached b/p/x b: 0.06 of 0.06 USD in 2026-11-21");
        trail.clear();
        pass(Duration.ofDays(1));
        granted(stage, 4);
        assertThat(told()).containsExactly("budget.warned b/p/x b: 0.04 of 0.05 USD in 2026-11-22");
    }

    @Test
    void a_first_refusal_short_of_the_limit_is_told_as_well() {
        ChargingStage stage = stage(hard("0.015"));
        granted(stage, 3);
        assertThat(told()).containsExactly("budget.reached b/p/x b: 0.01 of 0.015 USD in 2026-11-21");
    }

    @Test
    void a_rule_on_trial_refuses_nothing_and_spends_from_nothing_that_is_enforced() {
        ChargingStage stage = stage(hard("0.01"));
        assertThat(stage.rehearse(facts("c1", ALICE), calling("u", "t"))).isInstanceOf(Reservation.Granted.class);
        assertThat(stage.rehearse(facts("c2", ALICE), calling("u", "t"))).isInstanceOf(Reservation.Noted.class);
        assertThat(granted(stage, 2)).isEqualTo(1);
    }

    @Test
    void standings_show_each_thing_that_is_counted_until_its_period_is_over() throws SQLException {
        ChargingStage each = stage(budget("0.04", true, CountedBy.USER));
        granted(each, 1, BOB);
        granted(each, 3, ALICE);
        assertThat(budgets.standings())
                .containsExactly(standing("alice", "0.03", false), standing("bob", "0.01", false));
        pass(Duration.ofDays(1));
        assertThat(budgets.standings()).isEmpty();
    }

    @Test
    void costs_are_summed_up_once_for_each_call_before_and_after_charges_are_forgotten() throws SQLException {
        ChargingStage bundle = stage(hard("1"));
        ChargingStage user = stage(new Budget(
                "b/p/user", BUNDLE, usd("1"), 80, Period.MONTH, ZoneId.of("UTC"), true, counting(CountedBy.PRINCIPAL)));
        for (ChargingStage stage : List.of(bundle, user)) {
            stage.reserve(facts("c1", 0, ALICE, "read", START), calling("u", "read"));
            stage.reserve(facts("c2", 0, BOT, "write", START), calling("u", "write"));
            stage.reserve(facts("c3", 0, ALICE, "write", START), calling("u", "write"));
        }
        assertCosts();
        pass(Duration.ofDays(3));
        budgets.sweep();
        gateway(database).sweep();
        assertThat(count("policy.budget_charge")).isZero();
        assertCosts();
        pass(Duration.ofDays(500));
        budgets.sweep();
        assertThat(count("policy.cost")).isZero();
        assertThat(count("policy.budget")).isZero();
    }

    private void assertCosts() throws SQLException {
        LocalDate day = LocalDate.parse("2026-11-21");
        assertThat(budgets.costs(Cost.By.TOOL, day, day))
                .containsExactly(new Cost("write", 2, usd("0.02")), new Cost("read", 1, usd("0.01")));
        assertThat(budgets.costs(Cost.By.CALLER, day, day))
                .containsExactly(new Cost("alice", 2, usd("0.02")), new Cost("bot", 1, usd("0.01")));
        assertThat(budgets.costs(Cost.By.AGENT, day, day))
                .containsExactly(new Cost("", 2, usd("0.02")), new Cost("bot", 1, usd("0.01")));
        assertThat(budgets.costs(Cost.By.UPSTREAM, day, day)).containsExactly(new Cost("u", 3, usd("0.03")));
        assertThat(budgets.costs(Cost.By.BUNDLE, day.plusDays(1), day.plusDays(1)))
                .isEmpty();
    }

    private Standing standing(String who, String used, boolean warned) {
        Instant resets = Instant.parse("2026-11-22T00:00:00Z");
        return new Standing("b/p/x", BUNDLE, who, "2026-11-21", usd(used), usd("0.04"), true, warned, resets);
    }

    private List<String> told() {
        return trail.stream()
                .map(event -> event.action() + " " + event.object() + ": " + event.detail())
                .toList();
    }

    private ChargingStage stage(Budget budget) {
        return budgets.stage(STAGE, budget, CENT);
    }

    private static Budget hard(String usd) {
        return budget(usd, true, CountedBy.BUNDLE);
    }

    private static Budget budget(String usd, boolean hard, CountedBy by) {
        return new Budget("b/p/x", BUNDLE, usd(usd), 80, Period.DAY, ZoneId.of("UTC"), hard, counting(by));
    }

    private static Counting counting(CountedBy by) {
        return new Counting(by, List.of(), Actors.THEMSELVES);
    }

    private static Usd usd(String text) {
        return Usd.parse(text).orElseThrow();
    }

    private int granted(ChargingStage stage, int times) {
        return granted(stage, times, ALICE);
    }

    private int granted(ChargingStage stage, int times, Principal who) {
        int granted = 0;
        for (int i = 0; i < times; i++) {
            granted += answered(stage, who) instanceof Reservation.Refused ? 0 : 1;
        }
        return granted;
    }

    /** A machine that has other work may keep the ledger busy for longer than it lets calls wait. */
    private Reservation answered(ChargingStage stage, Principal who) {
        Reservation reservation = reserve(stage, who);
        while (reservation instanceof Reservation.Refused(String reason) && reason.equals(BudgetStage.NO_LEDGER)) {
            reservation = reserve(stage, who);
        }
        return reservation;
    }

    private String refusal(ChargingStage stage, Principal who) {
        return ((Reservation.Refused) reserve(stage, who)).reason();
    }

    private Hold hold(ChargingStage stage) {
        return ((Reservation.Granted) reserve(stage, ALICE)).hold();
    }

    private Reservation reserve(ChargingStage stage, Principal who) {
        return stage.reserve(facts("call" + calls.incrementAndGet(), 0, who, "t", START), calling("u", "t"));
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    @FunctionalInterface
    private interface Chooser {
        ChargingStage stage(int thread);
    }

    private int race(int threads, int attempts, Chooser chooser) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService racers = Executors.newFixedThreadPool(threads)) {
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                ChargingStage stage = chooser.stage(i);
                all.add(racers.submit(() -> {
                    start.await();
                    return granted(stage, attempts);
                }));
            }
            start.countDown();
            int sum = 0;
            for (Future<Integer> one : all) {
                sum += one.get();
            }
            return sum;
        }
    }

    private static long used() {
        return number("SELECT coalesce(sum(used_micros), 0) FROM policy.budget");
    }

    private static long count(String table) {
        return number("SELECT count(*) FROM " + table);
    }

    private static long number(String sql) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection()) {
            execute(connection, sql);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
