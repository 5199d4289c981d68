package dev.gatehouse.audit.ship;

import static dev.gatehouse.audit.ship.ShipFixture.HURRIED;
import static dev.gatehouse.audit.ship.ShipFixture.execute;
import static dev.gatehouse.audit.ship.ShipFixture.number;
import static dev.gatehouse.audit.ship.ShipFixture.strings;
import static dev.gatehouse.audit.spool.SpoolFixture.SOON;
import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static dev.gatehouse.testkit.wait.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.Events;
import dev.gatehouse.audit.spool.AuditSpool;
import dev.gatehouse.audit.spool.SpoolFixture;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditShipperTest {
    @TempDir
    Path directory;

    private DataSource database;

    @BeforeEach
    void migrate() {
        database = ShipFixture.migrated(TestDatabase.shared().fresh());
    }

    @Test
    void every_kind_of_event_arrives_once_with_its_columns() throws Exception {
        try (AuditSpool spool = SpoolFixture.open(directory);
                AuditShipper _ = ship(spool)) {
            for (AuditEvent event : Events.oneOfEach()) {
                spool.append(event).awaitDurable(SOON);
            }
            untilShipped(spool);
        }
        assertThat(number(database, "SELECT count(*) FROM audit.event"))
                .isEqualTo(Events.oneOfEach().size() + 1);
        assertThat(strings(
                        database,
                        "SELECT concat_ws('|', principal_kind, issuer, subject, client_id, agent, owner, bundle,"
                                + " virtual_server, upstream, tool, upstream_tool, method, decision, reasons,"
                                + " argument_bytes, peer, protocol_version, round) FROM audit.event"
                                + " WHERE type = 'call_attempted' AND call_id = 'c1'"))
                .containsExactly("agent|https://gateway.example|release-bot|agent_release-bot_1|release-bot"
                        + "|alice@example.com|engineering|engineering|files|files_read_file|read_file|tools/call"
                        + "|allowed|tools[0] allow: the tool is allowed|17|192.0.2.7|2026-07-28|0");
        assertThat(strings(
                        database,
                        "SELECT outcome || duration_us || result FROM (SELECT outcome, duration_us,"
                                + " convert_from(result, 'UTF8') AS result FROM audit.call WHERE call_id = 'c2') c"))
                .containsExactly("ok12345[1,\"\\\"\"]");
        assertThat(strings(database, "SELECT at AT TIME ZONE 'UTC' FROM audit.event WHERE type = 'listed'"))
                .containsExactly("2026-11-20 12:00:00.123457");
    }

    @Test
    void nul_in_a_name_or_payload_is_no_reason_to_park_a_record() throws Exception {
        Json nul = Json.object().put("a\u0000", "\u0000").build();
        try (AuditSpool spool = SpoolFixture.open(directory);
                AuditShipper _ = ship(spool)) {
            spool.append(Events.administered("a\u0000b")).awaitDurable(SOON);
            spool.append(Events.intent("c1", Optional.of(nul))).awaitDurable(SOON);
            untilShipped(spool);
        }
        assertThat(number(database, "SELECT count(*) FROM audit.dead_letter")).isZero();
        assertThat(strings(database, "SELECT detail FROM audit.event WHERE type = 'administered'"))
                .containsExactly("agent-create release-bot a\uFFFDb");
        assertThat(strings(database, "SELECT convert_from(payload, 'UTF8') FROM audit.event WHERE call_id = 'c1'"))
                .containsExactly(nul.toString());
    }

    @Test
    void a_record_the_table_refuses_is_parked_and_all_others_flow() throws Exception {
        execute(database, "ALTER TABLE audit.event ADD CONSTRAINT no_poison CHECK (detail NOT LIKE '%poison%')");
        int events = 250;
        try (AuditSpool spool = SpoolFixture.open(directory)) {
            for (int i = 0; i < events; i++) {
                spool.append(Events.administered(i == 7 || i == 123 ? "poison" : "fine"))
                        .awaitDurable(SOON);
            }
            try (AuditShipper _ = ship(spool)) {
                untilShipped(spool);
            }
        }
        assertThat(number(database, "SELECT count(*) FROM audit.event")).isEqualTo(events - 2 + 1);
        assertThat(strings(database, "SELECT seq FROM audit.dead_letter ORDER BY seq"))
                .containsExactly("9", "125");
        assertThat(strings(database, "SELECT reason FROM audit.dead_letter"))
                .allSatisfy(reason -> assertThat(reason).contains("no_poison").doesNotContain("release-bot"));
        assertThat(strings(database, "SELECT convert_from(body, 'UTF8') FROM audit.dead_letter"))
                .allSatisfy(body -> assertThat(body).contains("poison"));
    }

    @Test
    void a_database_that_lacks_the_schema_is_waited_for_and_parks_nothing() throws Exception {
        DataSource bare = TestDatabase.shared().fresh();
        try (AuditSpool spool = SpoolFixture.open(directory);
                AuditShipper _ = AuditShipper.start(spool, bare, HURRIED, Clocks.SYSTEM)) {
            spool.append(Events.administered("early")).awaitDurable(SOON);
            ShipFixture.migrated(bare);
            untilShipped(spool);
        }
        assertThat(number(bare, "SELECT count(*) FROM audit.event")).isEqualTo(2);
        assertThat(number(bare, "SELECT count(*) FROM audit.dead_letter")).isZero();
    }

    @Test
    void full_batches_follow_one_another_and_only_the_last_is_followed_by_a_pause() throws Exception {
        ShipSettings patient = new ShipSettings(
                2, 64 << 10, Duration.ofHours(1), HURRIED.backoffMin(), HURRIED.backoffMax(), HURRIED.statementMax());
        try (AuditSpool spool = SpoolFixture.open(directory)) {
            for (int i = 0; i < 6; i++) {
                spool.append(Events.administered("event " + i)).awaitDurable(SOON);
            }
            try (AuditShipper _ = AuditShipper.start(spool, database, patient, Clocks.SYSTEM)) {
                untilShipped(spool);
            }
        }
        assertThat(number(database, "SELECT count(*) FROM audit.event")).isEqualTo(7);
    }

    @Test
    void a_restart_ships_nothing_twice_and_leaves_nothing_out() throws Exception {
        for (int run = 0; run < 3; run++) {
            try (AuditSpool spool = SpoolFixture.open(directory)) {
                spool.append(Events.administered("before shipping " + run)).awaitDurable(SOON);
                try (AuditShipper _ = ship(spool)) {
                    untilShipped(spool);
                    spool.append(Events.administered("while shipping " + run)).awaitDurable(SOON);
                    untilShipped(spool);
                }
                spool.append(Events.administered("after shipping " + run)).awaitDurable(SOON);
            }
        }
        assertThat(strings(database, "SELECT detail FROM audit.event WHERE type = 'administered'"))
                .hasSize(8)
                .doesNotHaveDuplicates();
    }

    @Test
    void a_database_that_lost_rows_is_refilled_from_the_spool() throws Exception {
        try (AuditSpool spool = SpoolFixture.open(directory)) {
            try (AuditShipper _ = ship(spool)) {
                for (int i = 0; i < 20; i++) {
                    spool.append(Events.administered("event " + i)).awaitDurable(SOON);
                }
                untilShipped(spool);
            }
            databaseGoesBackToTheFifth();
        }
        try (AuditSpool spool = SpoolFixture.open(directory);
                AuditShipper _ = ship(spool)) {
            untilShipped(spool);
        }
        assertThat(number(database, "SELECT count(*) FROM audit.event WHERE type = 'administered'"))
                .isEqualTo(20);
    }

    @Test
    void what_neither_the_database_nor_the_spool_has_any_more_is_told() throws Exception {
        try (AuditSpool spool = SpoolFixture.open(directory);
                AuditShipper _ = ship(spool)) {
            for (int i = 0; i < 1_000; i++) {
                spool.append(Events.administered("event " + i)).awaitDurable(SOON);
            }
            untilShipped(spool);
        }
        databaseGoesBackToTheFifth();
        try (AuditSpool spool = SpoolFixture.open(directory);
                AuditShipper _ = ship(spool)) {
            eventually(() -> assertThat(
                            strings(database, "SELECT detail FROM audit.event WHERE detail LIKE '%records-missing%'"))
                    .singleElement()
                    .asString()
                    .matches("records-missing audit spool after \\d+/5 up to \\d+/[1-9]\\d+"));
        }
    }

    @Test
    void a_spool_restored_from_an_old_copy_is_noticed_and_loses_nothing() throws Exception {
        Path copy = directory.resolve("copy");
        Path original = directory.resolve("original");
        SpoolFixture.open(original).close();
        copy(original, copy);
        try (AuditSpool spool = SpoolFixture.open(original);
                AuditShipper _ = ship(spool)) {
            spool.append(Events.administered("known to the database alone")).awaitDurable(SOON);
            untilShipped(spool);
        }
        Clocks behind = new Clocks(() -> Events.NOON.minus(Duration.ofDays(3_000)), System::nanoTime);
        try (AuditSpool spool = AuditSpool.open(
                        copy, SpoolFixture.SMALL, SpoolFixture.SEALING, behind, (nanos, records) -> {});
                AuditShipper _ = ship(spool)) {
            until(
                    "noticed",
                    () -> !strings(database, "SELECT 1 FROM audit.event WHERE detail LIKE 'spool-regressed%'")
                            .isEmpty());
            spool.append(Events.administered("recorded after the restore")).awaitDurable(SOON);
            untilShipped(spool);
        }
        assertThat(strings(database, "SELECT detail FROM audit.event WHERE type = 'administered'"))
                .anyMatch(detail -> detail.endsWith("known to the database alone"))
                .anyMatch(detail -> detail.endsWith("recorded after the restore"));
        assertThat(strings(database, "SELECT DISTINCT epoch FROM audit.event ORDER BY 1"))
                .as("the first run, the second, the copy's, the one after all of them")
                .hasSize(4);
    }

    @Test
    void rows_of_any_time_find_a_partition() throws Exception {
        try (AuditSpool spool = SpoolFixture.open(directory);
                AuditShipper _ = ship(spool)) {
            for (int days : List.of(-10_000, -30, 0, 30, 10_000)) {
                spool.append(new AuditEvent.RevisionActivated(
                                Clocks.SYSTEM.now().plus(Duration.ofDays(days)), "r" + days, "test"))
                        .awaitDurable(SOON);
            }
            untilShipped(spool);
        }
        assertThat(number(database, "SELECT count(*) FROM audit.event WHERE type = 'revision_activated'"))
                .isEqualTo(5);
        assertThat(number(database, "SELECT count(*) FROM audit.event_400_default"))
                .isEqualTo(3);
    }

    @Test
    void records_of_another_day_in_the_same_batch_get_its_partition() throws Exception {
        int ofEach = 150;
        try (AuditSpool spool = SpoolFixture.open(directory)) {
            for (int days : List.of(0, -20, 0)) {
                for (int i = 0; i < ofEach; i++) {
                    spool.append(new AuditEvent.RevisionActivated(
                                    Clocks.SYSTEM.now().plus(Duration.ofDays(days)), "r" + days, "test"))
                            .awaitDurable(SOON);
                }
            }
            try (AuditShipper _ = AuditShipper.start(spool, database, ShipSettings.DEFAULT, Clocks.SYSTEM)) {
                untilShipped(spool);
            }
        }
        assertThat(number(database, "SELECT count(*) FROM audit.event WHERE type = 'revision_activated'"))
                .isEqualTo(3 * ofEach);
        assertThat(number(database, "SELECT count(*) FROM audit.event_400_default"))
                .isZero();
    }

    private AuditShipper ship(AuditSpool spool) {
        return AuditShipper.start(spool, database, HURRIED, Clocks.SYSTEM);
    }

    private void databaseGoesBackToTheFifth() {
        execute(database, "DELETE FROM audit.event WHERE seq > 5");
        execute(database, "UPDATE audit.watermark SET seq = 5");
    }

    private static void untilShipped(AuditSpool spool) {
        eventually(() ->
                assertThat(spool.stats().unshippedRecords()).as("all shipped").isEqualTo(0));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectory(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
