package dev.gatehouse.audit.retain;

import static dev.gatehouse.audit.ship.ShipFixture.number;
import static dev.gatehouse.audit.ship.ShipFixture.strings;
import static dev.gatehouse.testkit.wait.Eventually.until;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.gatehouse.audit.event.EventKeep;
import dev.gatehouse.audit.http.TestHttp;
import dev.gatehouse.audit.proof.SealingKey;
import dev.gatehouse.audit.s3.S3Client;
import dev.gatehouse.audit.s3.TestBucket;
import dev.gatehouse.audit.ship.AuditShipper;
import dev.gatehouse.audit.ship.ShipFixture;
import dev.gatehouse.audit.spool.AuditSpool;
import dev.gatehouse.audit.spool.FsyncObserver;
import dev.gatehouse.audit.spool.Sealing;
import dev.gatehouse.audit.spool.SpoolSettings;
import dev.gatehouse.audit.verify.DatabaseTrail;
import dev.gatehouse.audit.verify.ExportTrail;
import dev.gatehouse.audit.verify.Report;
import dev.gatehouse.audit.verify.Trail;
import dev.gatehouse.audit.verify.TrustedKeys;
import dev.gatehouse.audit.verify.Verifier;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.digest.Sha256;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.testkit.postgres.TestDatabase;
import dev.gatehouse.testkit.s3.FakeS3;
import dev.gatehouse.testkit.wait.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionTest {
    private static final SealingKey KEY = SealingKey.generate();
    private static final TrustedKeys KEYS = new TrustedKeys(List.of(KEY.publicKey()));
    private static final int SHORT = 30;
    private static final EventKeep KEEP = bundle ->
            bundle.map(name -> name.value().equals("short") ? SHORT : 3_000).orElse(0);
    private static final SpoolSettings SETTINGS = new SpoolSettings(1 << 20, 1 << 30, Duration.ofHours(1));
    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);
    private static final LocalDate OVER = TODAY.minusDays(SHORT + 1L);
    private static final LocalDate NOT_OVER = TODAY.minusDays(SHORT);

    @TempDir
    private Path directory;

    private DataSource database;
    private AuditSpool spool;
    private Path archives;

    @BeforeEach
    void open() throws IOException {
        database = ShipFixture.migrated(TestDatabase.shared().fresh());
        spool = AuditSpool.open(
                directory.resolve("spool"),
                SETTINGS,
                new Sealing(KEY, KEEP, _ -> {}),
                Clocks.SYSTEM,
                FsyncObserver.NONE);
        archives = directory.resolve("archives");
    }

    @AfterEach
    void close() throws IOException {
        spool.close();
    }

    @Test
    void a_day_that_is_over_is_archived_and_dropped_and_everything_stays_provable() throws Exception {
        record("short", OVER, 20);
        record("short", NOT_OVER, 5);
        record("long", OVER, 7);
        ship();

        Retention retention = retention();
        retention.look();
        ship();

        assertThat(retention.overdue()).isEqualTo(new Retention.Overdue(0, 0));
        assertThat(number(database, "SELECT count(*) FROM audit.event WHERE bundle = 'short'"))
                .isEqualTo(5);
        assertThat(number(database, "SELECT count(*) FROM audit.event WHERE bundle = 'long'"))
                .isEqualTo(7);
        assertThat(strings(database, "SELECT keep_days || ' ' || day || ' ' || records FROM audit.retention"))
                .containsExactly(SHORT + " " + OVER + " 20");

        Path archive = onlyArchive();
        assertThat(strings(database, "SELECT detail FROM audit.event WHERE detail LIKE 'audit.retention.drops%'"))
                .singleElement()
                .asString()
                .contains(OVER.toString(), "30 days", archive.toString(), "sha256:");

        Report stored = verifyDatabase();
        assertThat(stored.faults()).isEmpty();
        assertThat(stored.expired()).isEqualTo(20);
        Report archived = verify(archive);
        assertThat(archived.faults()).isEmpty();
        assertThat(archived.exitCode()).isEqualTo(Report.WHOLE);
        assertThat(eventsIn(archive)).isEqualTo(20);
    }

    @Test
    void a_changed_record_of_an_archive_is_found() throws Exception {
        record("short", OVER, 20);
        ship();
        retention().look();
        List<String> lines = new ArrayList<>(lines(onlyArchive()));
        lines.replaceAll(line -> line.replaceFirst("\"detail\":\"call 7\"", "\"detail\":\"call 8\""));
        Path changed = Files.write(directory.resolve("changed.jsonl"), lines);
        assertThat(verify(changed).exitCode()).isEqualTo(Report.ALTERED);
    }

    @Test
    void nothing_is_dropped_before_its_time_whoever_asks() throws Exception {
        record("short", NOT_OVER, 5);
        ship();
        retention().look();
        assertThat(number(database, "SELECT count(*) FROM audit.event WHERE bundle = 'short'"))
                .isEqualTo(5);
        assertRefused("SET LOCAL ROLE gatehouse_retention; SELECT audit.drop_day(30, '" + NOT_OVER + "', NULL)", "yet");
        assertRefused("SET LOCAL ROLE gatehouse_retention; SELECT audit.drop_day(0, '" + OVER + "', NULL)", "yet");
    }

    @Test
    void what_somebody_holds_stays_until_it_is_released() throws Exception {
        record("short", OVER, 5);
        ship();
        Holds holds = new Holds(place());
        String other = holds.place(
                "alice", Optional.of(new BundleName("long")), OVER, Optional.of(OVER.plusDays(1)), "another matter");
        String held = holds.place("alice", Optional.of(new BundleName("short")), OVER, Optional.empty(), "a lawsuit");

        Retention retention = retention();
        retention.look();
        assertThat(retention.overdue()).isEqualTo(new Retention.Overdue(1, 0));
        assertRefused("SELECT audit.drop_day(30, '" + OVER + "', NULL)", held);

        assertThat(holds.release("bob", held, "settled")).isTrue();
        assertThat(holds.release("bob", held, "settled")).isFalse();
        assertThat(holds.all())
                .extracting(Hold::id, hold -> hold.release().map(Hold.Release::by))
                .containsExactlyInAnyOrder(tuple(held, Optional.of("bob")), tuple(other, Optional.empty()));
        retention.look();
        assertThat(retention.overdue()).isEqualTo(new Retention.Overdue(0, 0));
        assertThat(number(database, "SELECT count(*) FROM audit.event WHERE bundle = 'short'"))
                .isZero();
        ship();
        assertThat(strings(
                        database, "SELECT subject || ' ' || detail FROM audit.event WHERE detail LIKE 'audit.hold%'"))
                .containsExactlyInAnyOrder(
                        "alice audit.hold.placed " + other + " bundle long from " + OVER + " to before "
                                + OVER.plusDays(1) + ": another matter",
                        "alice audit.hold.placed " + held + " bundle short from " + OVER + " on: a lawsuit",
                        "bob audit.hold.released " + held + " settled");
    }

    @Test
    void what_cannot_be_archived_stays() throws Exception {
        record("short", OVER, 5);
        ship();
        Files.writeString(archives, "a file where the directory should be");
        Retention retention = retention();
        retention.look();
        assertThat(retention.overdue()).isEqualTo(new Retention.Overdue(0, 1));
        assertThat(number(database, "SELECT count(*) FROM audit.event WHERE bundle = 'short'"))
                .isEqualTo(5);

        Files.delete(archives);
        retention.look();
        assertThat(retention.overdue()).isEqualTo(new Retention.Overdue(0, 0));
        assertThat(eventsIn(onlyArchive())).isEqualTo(5);
    }

    @Test
    void what_goes_to_a_bucket_is_dropped_once_the_store_has_it() throws Exception {
        record("short", OVER, 20);
        ship();
        try (FakeS3 store = TestBucket.store();
                TestHttp http = new TestHttp(Duration.ofSeconds(5))) {
            S3Client s3 = new S3Client(TestBucket.locked(store.url()), http, Clocks.SYSTEM.wall());
            ArchivePlace bucket = new ArchiveBucket(s3, new UploadFile(directory.resolve("uploads")));
            Retention retention = Retention.idle(place(), Optional.of(new Archive(bucket, database)));
            store.fails(FakeS3.Fault.ACCESS_DENIED);
            retention.look();
            assertThat(retention.overdue()).isEqualTo(new Retention.Overdue(0, 1));
            assertThat(number(database, "SELECT count(*) FROM audit.event WHERE bundle = 'short'"))
                    .isEqualTo(20);

            retention.look();
            assertThat(number(database, "SELECT count(*) FROM audit.event WHERE bundle = 'short'"))
                    .isZero();
            FakeS3.Stored object = store.stored().getFirst();
            assertThat(object.key())
                    .startsWith("trail/of=one/keep-30/" + OVER + "/")
                    .endsWith(".jsonl.gz");
            Path taken = Files.write(directory.resolve("taken.jsonl.gz"), object.body());
            assertThat(verify(taken).exitCode()).isEqualTo(Report.WHOLE);
            assertThat(eventsIn(taken)).isEqualTo(20);
            assertThat(strings(database, "SELECT archive FROM audit.retention"))
                    .containsExactly("s3://audit/" + object.key() + " sha256:" + Sha256.hex(object.body()));
        }
    }

    @Test
    void whoever_reads_a_day_is_not_waited_for() throws Exception {
        record("short", OVER, 5);
        ship();
        Retention retention = retention();
        try (Connection reader = database.getConnection();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("SELECT count(*) FROM audit.event");
            retention.look();
            assertThat(retention.overdue()).isEqualTo(new Retention.Overdue(0, 1));
            reader.rollback();
        }
        retention.look();
        assertThat(retention.overdue()).isEqualTo(new Retention.Overdue(0, 0));
    }

    @Test
    void what_comes_when_its_day_is_dropped_already_has_an_archive_of_its_own() throws Exception {
        record("short", OVER, 5);
        ship();
        retention().look();
        record("short", OVER, 3);
        ship();
        retention().look();
        ship();
        assertThat(archives().stream().mapToLong(RetentionTest::eventsIn).toArray())
                .containsExactlyInAnyOrder(5, 3);
        assertThat(number(database, "SELECT records FROM audit.retention")).isEqualTo(8);
        assertThat(verifyDatabase().faults()).isEmpty();
    }

    @Test
    void what_no_partition_could_be_made_for_is_dropped_as_well() throws Exception {
        LocalDate ages = TODAY.minusYears(5);
        record("short", ages, 4);
        ship();
        assertThat(strings(
                        database, "SELECT DISTINCT tableoid::regclass::text FROM audit.event WHERE bundle = 'short'"))
                .containsExactly("audit.event_30_default");
        retention().look();
        assertThat(number(database, "SELECT count(*) FROM audit.event WHERE bundle = 'short'"))
                .isZero();
        assertThat(eventsIn(onlyArchive())).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit.event SET detail = 'nothing'",
                "DELETE FROM audit.event",
                "TRUNCATE audit.event",
                "DROP TABLE audit.event",
                "ALTER TABLE audit.event DROP COLUMN detail",
                "UPDATE audit.block SET signature = ''",
                "DELETE FROM audit.block",
                "DELETE FROM audit.dead_letter",
                "UPDATE audit.watermark SET seq = 0",
                "INSERT INTO audit.retention (keep_days, day, records) VALUES (30, '2026-01-01', 1)",
                "UPDATE audit.hold SET released_at = now()",
                "SELECT audit.drop_day(30, '2020-01-01', NULL)"
            })
    void who_writes_the_trail_can_only_add_to_it(String attempt) throws Exception {
        record("short", NOT_OVER, 1);
        ship();
        assertRefused("SET LOCAL ROLE gatehouse_trail; " + attempt, "permission denied", "must be owner");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM audit.event",
                "INSERT INTO audit.retention (keep_days, day, records) VALUES (30, '2026-01-01', 1)",
                "UPDATE audit.hold SET released_at = now()",
                "DROP TABLE audit.event_0"
            })
    void who_drops_what_is_over_can_drop_nothing_else(String attempt) {
        assertRefused("SET LOCAL ROLE gatehouse_retention; " + attempt, "permission denied", "must be owner");
    }

    private void assertRefused(String statements, String... reasons) {
        assertThatThrownBy(() -> {
                    try (Connection connection = database.getConnection();
                            Statement statement = connection.createStatement()) {
                        connection.setAutoCommit(false);
                        statement.execute(statements);
                    }
                })
                .isInstanceOf(SQLException.class)
                .satisfies(e -> assertThat(reasons)
                        .anyMatch(reason -> String.valueOf(e.getMessage()).contains(reason)));
    }

    private void record(String bundle, LocalDate day, int events) throws Exception {
        Instant at = day.atTime(23, 59, 59).toInstant(ZoneOffset.UTC);
        for (int i = 0; i < events; i++) {
            spool.append(new AuditEvent.CallAbandoned(
                            at, new CallId("c" + i), 1, Optional.of(new BundleName(bundle)), "call " + i))
                    .awaitDurable(Eventually.WAIT_MAX);
        }
    }

    private void ship() throws Exception {
        long blocks = number(database, "SELECT count(*) FROM audit.block");
        try (AuditShipper _ = AuditShipper.start(spool, database, ShipFixture.HURRIED, Clocks.SYSTEM)) {
            until(
                    "all is sealed and shipped",
                    () -> number(database, "SELECT count(*) FROM audit.block") > blocks
                            && spool.stats().unshippedRecords() == 0
                            && spool.stats().sealLagSeconds() == 0);
        }
    }

    private Retention retention() {
        return Retention.idle(place(), Optional.of(new Archive(new ArchiveDirectory(archives), database)));
    }

    private RecordedChange.Place place() {
        return new RecordedChange.Place(database, spool, Clocks.SYSTEM);
    }

    private Report verifyDatabase() throws IOException {
        try (Trail trail = DatabaseTrail.open(database)) {
            return Verifier.verify(trail, KEYS, List.of(), Instant.now());
        }
    }

    private static Report verify(Path export) throws IOException {
        try (Trail trail = ExportTrail.open(export)) {
            return Verifier.verify(trail, KEYS, List.of(), Instant.now());
        }
    }

    private Path onlyArchive() throws IOException {
        assertThat(archives()).hasSize(1);
        return archives().getFirst();
    }

    private List<Path> archives() throws IOException {
        try (Stream<Path> files = Files.walk(archives)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static long eventsIn(Path archive) {
        return lines(archive).stream()
                .filter(line -> line.startsWith("{\"event\"") && !line.contains("epoch_started"))
                .count();
    }

    private static List<String> lines(Path archive) {
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(archive))) {
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
