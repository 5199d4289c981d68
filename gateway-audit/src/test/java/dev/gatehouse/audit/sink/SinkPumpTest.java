package dev.gatehouse.audit.sink;

import static dev.gatehouse.audit.ship.ShipFixture.execute;
import static dev.gatehouse.audit.ship.ShipFixture.number;
import static dev.gatehouse.audit.ship.ShipFixture.strings;
import static dev.gatehouse.testkit.wait.Eventually.await;
import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static dev.gatehouse.testkit.wait.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.event.EventType;
import dev.gatehouse.audit.ship.ShipFixture;
import dev.gatehouse.audit.sink.Sink.Answer;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** At least once, in order, whatever fails, and nothing is passed in silence. */
@Timeout(120)
class SinkPumpTest {
    @TempDir
    Path directory;

    private final RememberingSink sink = new RememberingSink();
    private final SinkFixture.Told told = new SinkFixture.Told();
    private DataSource database;

    @BeforeEach
    void migrate() {
        database = ShipFixture.migrated(TestDatabase.shared().fresh());
    }

    private SinkStatus status(SinkFleet fleet) {
        return fleet.statuses().getFirst();
    }

    @Test
    void every_record_of_every_gateway_is_taken_once_and_in_order() throws Exception {
        String one = SinkFixture.record(directory.resolve("one"), database, "a", 60);
        String other = SinkFixture.record(directory.resolve("other"), database, "b", 60);
        try (SinkFleet fleet = SinkFixture.fleet(database, told)) {
            fleet.adopt(List.of(SinkFixture.spec(sink)));
            until(
                    "all is taken",
                    () -> sink.taken.size() == SinkFixture.trail(database).size());
            SinkFixture.record(directory.resolve("one"), database, "later", 30);
            eventually(() -> {
                for (String gateway : List.of(one, other)) {
                    assertThat(sink.taken.stream()
                                    .filter(id -> id.startsWith(gateway))
                                    .toList())
                            .containsExactlyElementsOf(SinkFixture.trail(database).stream()
                                    .filter(id -> id.startsWith(gateway))
                                    .toList());
                }
                assertThat(status(fleet).lagRecords()).isZero();
                assertThat(status(fleet).lagSeconds()).isZero();
            });
            assertThat(status(fleet).sent()).isEqualTo(sink.taken.size());
            assertThat(status(fleet).isSending()).isTrue();
            assertThat(told.events).isEmpty();
        }
        assertThat(new HashSet<>(sink.taken)).hasSameSizeAs(sink.taken);
    }

    @Test
    void what_was_sent_when_the_process_died_is_sent_again_and_nothing_is_left_out() throws Exception {
        SinkFixture.record(directory, database, "a", 50);
        AtomicInteger batches = new AtomicInteger();
        sink.answering = _ -> {
            if (batches.incrementAndGet() % 2 == 0) {
                // As death between the answer and the position does: the connection ends with it.
                execute(database, "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'");
            }
            return new Answer.Taken();
        };
        try (SinkFleet fleet = SinkFixture.fleet(database, told)) {
            fleet.adopt(List.of(SinkFixture.spec(sink)));
            until(
                    "all is taken",
                    () -> status(fleet).lagRecords() == 0
                            && status(fleet).failing().isEmpty()
                            && new HashSet<>(sink.taken).size()
                                    == SinkFixture.trail(database).size());
        }
        assertThat(sink.taken).hasSizeGreaterThan(SinkFixture.trail(database).size());
        assertThat(sink.taken.stream().distinct().toList()).containsExactlyElementsOf(SinkFixture.trail(database));
    }

    @Test
    void a_sink_that_is_away_gets_all_of_it_later() throws Exception {
        SinkFixture.record(directory, database, "a", 40);
        AtomicBoolean isAway = new AtomicBoolean(true);
        sink.answering = _ -> isAway.get() ? Answer.Later.because("connection refused") : new Answer.Taken();
        try (SinkFleet fleet = SinkFixture.fleet(database, told)) {
            fleet.adopt(List.of(SinkFixture.spec(sink)));
            eventually(() -> {
                assertThat(sink.offered).hasSizeGreaterThan(3);
                assertThat(status(fleet).failing())
                        .map(SinkStatus.Failing::reason)
                        .contains("connection refused");
                assertThat(status(fleet).lagRecords()).isGreaterThanOrEqualTo(80);
                assertThat(status(fleet).lagSeconds()).isPositive();
            });
            isAway.set(false);
            eventually(() -> {
                assertThat(sink.taken).containsExactlyElementsOf(SinkFixture.trail(database));
                assertThat(status(fleet).failing()).isEmpty();
            });
        }
    }

    @Test
    void a_record_that_is_refused_is_kept_with_the_answer_and_the_rest_flows() throws Exception {
        SinkFixture.record(directory, database, "a", 40);
        List<String> trail = SinkFixture.trail(database);
        String named = trail.get(7);
        String unnamed = trail.get(30);
        sink.answering = records -> {
            List<String> ids = records.stream().map(SinkRecord::id).toList();
            if (ids.contains(named)) {
                return new Answer.Refused(ids.indexOf(named), "no such field");
            }
            return ids.contains(unnamed) ? new Answer.Unfit("it answered 400: \0 bad") : new Answer.Taken();
        };
        try (SinkFleet fleet = SinkFixture.fleet(database, told)) {
            fleet.adopt(List.of(SinkFixture.spec(sink)));
            until("the rest is taken", () -> sink.taken.size() == trail.size() - 2);
            eventually(() -> assertThat(status(fleet).refused()).isEqualTo(2));
        }
        assertThat(sink.taken).doesNotContain(named, unnamed).doesNotHaveDuplicates();
        assertThat(strings(
                        database,
                        "SELECT epoch || '/' || seq || ' ' || answer || (length(body) > 100) FROM audit.sink_refused"
                                + " ORDER BY epoch, seq"))
                .satisfiesExactly(
                        first -> assertThat(first).endsWith("no such fieldtrue").startsWith(position(named)),
                        second -> assertThat(second).contains("400").startsWith(position(unnamed)));
    }

    private static String position(String id) {
        return id.substring(id.indexOf('/') + 1);
    }

    @Test
    void of_two_gateways_one_sends_and_the_other_goes_on_where_it_ended() throws Exception {
        SinkFixture.record(directory, database, "a", 20);
        RememberingSink second = new RememberingSink();
        try (SinkFleet one = SinkFixture.fleet(database, told);
                SinkFleet other = SinkFixture.fleet(database, told)) {
            one.adopt(List.of(SinkFixture.spec(sink)));
            until(
                    "one sends",
                    () -> sink.taken.size() == SinkFixture.trail(database).size());
            other.adopt(List.of(SinkFixture.spec(second)));
            SinkFixture.record(directory, database, "b", 20);
            until(
                    "one still sends",
                    () -> sink.taken.size() == SinkFixture.trail(database).size());
            assertThat(status(other).isSending()).isFalse();
            assertThat(second.offered).isEmpty();
            one.close();
            SinkFixture.record(directory, database, "c", 20);
            until(
                    "the other sends",
                    () -> sink.taken.size() + second.taken.size()
                            == SinkFixture.trail(database).size());
            assertThat(status(other).isSending()).isTrue();
        }
        assertThat(sink.taken).doesNotContainAnyElementsOf(second.taken);
    }

    @Test
    void what_retention_dropped_before_it_was_taken_is_told() throws Exception {
        SinkFixture.record(directory, database, "a", 20);
        try (SinkFleet fleet = SinkFixture.fleet(database, told)) {
            fleet.adopt(List.of(SinkFixture.spec(sink)));
            until(
                    "all is taken",
                    () -> sink.taken.size() == SinkFixture.trail(database).size());
            fleet.adopt(List.of());
            long before = number(database, "SELECT count(*) FROM audit.event");
            SinkFixture.record(directory, database, "b", 20);
            execute(database, "DELETE FROM audit.event WHERE call_id IN ('b3', 'b4', 'b5')");
            fleet.adopt(List.of(SinkFixture.spec(sink)));
            until(
                    "the rest is taken",
                    () -> sink.taken.size() == SinkFixture.trail(database).size());
            assertThat(sink.taken.size()).isGreaterThan((int) before);
            eventually(() -> assertThat(status(fleet).missed()).isEqualTo(6));
        }
        assertThat(told.events).singleElement().isInstanceOfSatisfying(AuditEvent.Administered.class, event -> {
            assertThat(event.action()).isEqualTo("sink.missed");
            assertThat(event.object()).isEqualTo("siem");
            assertThat(event.detail()).startsWith("6 records of gateway ");
        });
    }

    @Test
    void a_record_of_a_clock_that_went_back_is_found_all_the_same() throws Exception {
        try (SinkFleet fleet = SinkFixture.fleet(database, told)) {
            fleet.adopt(List.of(SinkFixture.spec(sink)));
            SinkFixture.record(directory, database, "a", 5);
            until(
                    "all is taken",
                    () -> !sink.taken.isEmpty()
                            && sink.taken.size() == SinkFixture.trail(database).size());
            fleet.adopt(List.of());
            SinkFixture.record(directory, database, "b", 5);
            execute(database, "UPDATE audit.event SET at = at - interval '40 days' WHERE call_id = 'b2'");
            fleet.adopt(List.of(SinkFixture.spec(sink)));
            until(
                    "the rest is taken",
                    () -> sink.taken.size() == SinkFixture.trail(database).size());
            SinkFixture.record(directory, database, "c", 5);
            execute(database, "UPDATE audit.event SET at = at - interval '80 days' WHERE call_id LIKE 'c%'");
            until(
                    "so is what came then",
                    () -> sink.taken.size() == SinkFixture.trail(database).size());
            assertThat(status(fleet).missed()).isZero();
        }
        assertThat(sink.taken).doesNotHaveDuplicates();
    }

    @Test
    void a_tail_that_is_gone_altogether_is_told_too() throws Exception {
        SinkFixture.record(directory, database, "a", 5);
        try (SinkFleet fleet = SinkFixture.fleet(database, told)) {
            fleet.adopt(List.of(SinkFixture.spec(sink)));
            until(
                    "all is taken",
                    () -> sink.taken.size() == SinkFixture.trail(database).size());
            fleet.adopt(List.of());
            long last = number(database, "SELECT max(seq) FROM audit.watermark");
            execute(database, "UPDATE audit.watermark SET seq = seq + 9");
            fleet.adopt(List.of(SinkFixture.spec(sink)));
            eventually(() -> assertThat(status(fleet).missed()).isEqualTo(9));
            eventually(() -> assertThat(number(database, "SELECT seq FROM audit.sink_position"))
                    .isEqualTo(last + 9));
        }
    }

    @Test
    void a_sink_gets_the_bundles_and_types_it_asks_for_and_payloads_only_when_it_does() throws Exception {
        SinkFixture.record(directory, database, "a", 10);
        execute(database, "UPDATE audit.event SET payload = '{\"secret\":1}' WHERE call_id = 'a1'");
        RememberingSink whole = new RememberingSink();
        SinkSelection few =
                new SinkSelection(Set.of(new BundleName("engineering")), Set.of(EventType.CALL_COMPLETED), false);
        SinkSelection none = new SinkSelection(Set.of(new BundleName("sales")), Set.of(), false);
        RememberingSink nothing = new RememberingSink();
        try (SinkFleet fleet = SinkFixture.fleet(database, told)) {
            fleet.adopt(List.of(
                    SinkFixture.spec(sink, few),
                    new SinkSpec("sales", none, none, SinkFormat.GATEHOUSE, () -> nothing),
                    new SinkSpec(
                            "whole",
                            1,
                            new SinkSelection(Set.of(), Set.of(), true),
                            SinkFormat.GATEHOUSE,
                            () -> whole)));
            until("what it asked for is taken", () -> sink.taken.size() == 10);
            until(
                    "all is taken",
                    () -> whole.taken.size() == SinkFixture.trail(database).size());
            until("all is passed", () -> fleet.statuses().stream().allMatch(status -> status.lagRecords() == 0));
        }
        assertThat(nothing.offered).isEmpty();
        assertThat(sink.offered.toString()).contains("call_completed").doesNotContain("call_attempted", "secret");
        assertThat(whole.offered.toString()).contains("\"payload\":{\"secret\":1}");
    }

    @Test
    void a_parked_record_is_sent_as_well_and_one_that_cannot_be_read_is_kept_as_refused() throws Exception {
        execute(database, "ALTER TABLE audit.event ADD CONSTRAINT no_a1 CHECK (call_id <> 'a1')");
        SinkFixture.record(directory, database, "a", 5);
        execute(database, "UPDATE audit.event SET body = 'no json' WHERE call_id = 'a2' AND type = 'call_completed'");
        long all = number(
                database, "SELECT (SELECT count(*) FROM audit.event) + (SELECT count(*) FROM audit.dead_letter)");
        try (SinkFleet fleet = SinkFixture.fleet(database, told)) {
            fleet.adopt(List.of(SinkFixture.spec(sink)));
            until("all but one is taken", () -> sink.taken.size() == all - 1);
        }
        assertThat(sink.offered.toString()).contains("\"call\":\"a1\"");
        assertThat(strings(database, "SELECT convert_from(body, 'UTF8') || ': ' || answer FROM audit.sink_refused"))
                .containsExactly("no json: not sent: it is no event that this gateway can read");
    }

    @Test
    void another_configuration_of_a_sink_goes_on_at_the_same_position() throws Exception {
        SinkFixture.record(directory, database, "a", 10);
        RememberingSink changed = new RememberingSink();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        sink.answering = _ -> {
            asked.countDown();
            await("the answer", answer);
            return new Answer.Taken();
        };
        try (SinkFleet fleet = SinkFixture.fleet(database, told)) {
            fleet.adopt(List.of(SinkFixture.spec(sink)));
            await("a batch is under way", asked);
            fleet.adopt(
                    List.of(new SinkSpec("siem", "changed", SinkSelection.ALL, SinkFormat.GATEHOUSE, () -> changed)));
            assertThat(changed.offered).isEmpty();
            answer.countDown();
            until(
                    "both have all",
                    () -> sink.taken.size() + changed.taken.size()
                            == SinkFixture.trail(database).size());
        }
        assertThat(sink.taken).isNotEmpty().doesNotContainAnyElementsOf(changed.taken);
    }

    @Test
    void while_the_database_is_away_nothing_is_sent_and_then_all_of_it() throws Exception {
        SinkFixture.record(directory, database, "a", 10);
        AtomicBoolean isAway = new AtomicBoolean(true);
        Connections connections = () -> {
            if (isAway.get()) {
                throw new SQLException("nobody answers");
            }
            return database.getConnection();
        };
        try (SinkFleet fleet = new SinkFleet(connections, SinkFixture.HASTY, told, Clocks.SYSTEM)) {
            fleet.adopt(List.of(SinkFixture.spec(sink)));
            eventually(() -> assertThat(status(fleet).failing())
                    .map(SinkStatus.Failing::reason)
                    .hasValueSatisfying(why -> assertThat(why).contains("nobody answers")));
            isAway.set(false);
            until(
                    "all is taken",
                    () -> sink.taken.size() == SinkFixture.trail(database).size());
            eventually(() -> assertThat(status(fleet).failing()).isEqualTo(Optional.empty()));
        }
    }
}
