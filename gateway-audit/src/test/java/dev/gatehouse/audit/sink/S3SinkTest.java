package dev.gatehouse.audit.sink;

import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static dev.gatehouse.testkit.wait.Eventually.until;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.Events;
import dev.gatehouse.audit.http.TestHttp;
import dev.gatehouse.audit.s3.S3Client;
import dev.gatehouse.audit.s3.TestBucket;
import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.audit.ship.AuditShipper;
import dev.gatehouse.audit.ship.ShipFixture;
import dev.gatehouse.audit.sink.Sink.Answer;
import dev.gatehouse.audit.spool.AuditSpool;
import dev.gatehouse.audit.spool.SpoolFixture;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.testkit.postgres.TestDatabase;
import dev.gatehouse.testkit.s3.FakeS3;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class S3SinkTest {
    private static final Batch AT_ONCE = new Batch(40, 64 << 10, Duration.ZERO);

    @TempDir
    Path directory;

    private final TestHttp http = new TestHttp(Duration.ofMillis(500));
    private FakeS3 store;

    @BeforeEach
    void open() throws IOException {
        store = TestBucket.store();
    }

    @AfterEach
    void close() {
        http.close();
        store.close();
    }

    private S3Sink sink(Batch batch) {
        return new S3Sink(new S3Client(TestBucket.locked(store.url()), http, InstantSource.system()), batch);
    }

    private static SinkRecord record(long epoch, int seq, Instant at) {
        SinkRecord record = Samples.record(seq);
        return new SinkRecord(
                record.gateway(), new Position(epoch, seq), record.type(), at, record.json(), record.body());
    }

    @Test
    void a_batch_is_an_object_of_compressed_lines_whose_key_says_what_it_holds() throws IOException {
        assertThat(sink(AT_ONCE).take(Samples.records(3))).isEqualTo(new Answer.Taken());
        FakeS3.Stored object = store.stored().getFirst();
        assertThat(object.key()).isEqualTo("trail/of=one/2026/11/20/0a1b/7-1..3.jsonl.gz");
        assertThat(object.headers())
                .containsEntry("content-type", "application/x-ndjson")
                .containsEntry("content-encoding", "gzip")
                .containsEntry("x-amz-object-lock-mode", "COMPLIANCE")
                .containsKey("x-amz-checksum-sha256");
        assertThat(lines(object))
                .extracting(line -> line.text("id").orElseThrow())
                .containsExactly("0a1b/7/1", "0a1b/7/2", "0a1b/7/3");
    }

    @Test
    void days_and_epochs_have_objects_of_their_own() {
        Instant midnight = Instant.parse("2026-11-21T00:00:00Z");
        assertThat(sink(AT_ONCE)
                        .take(List.of(
                                record(7, 1, midnight.minusNanos(1_000)),
                                record(7, 2, midnight),
                                record(7, 3, midnight),
                                record(8, 1, midnight))))
                .isEqualTo(new Answer.Taken());
        assertThat(keys())
                .containsExactly(
                        "trail/of=one/2026/11/20/0a1b/7-1..1.jsonl.gz",
                        "trail/of=one/2026/11/21/0a1b/7-2..3.jsonl.gz",
                        "trail/of=one/2026/11/21/0a1b/8-1..1.jsonl.gz");
    }

    @Test
    void a_store_that_fails_gets_the_whole_batch_again() {
        store.fails(FakeS3.Fault.SLOW_DOWN);
        assertThat(sink(AT_ONCE).take(Samples.records(2)))
                .isEqualTo(new Answer.Later(
                        "it answered 503 SlowDown: Please reduce your request rate.",
                        Optional.of(Duration.ofSeconds(3))));
    }

    @Test
    void a_store_that_fails_in_every_way_has_each_record_once_in_the_end() throws Exception {
        DataSource database = ShipFixture.migrated(TestDatabase.shared().fresh());
        SinkFixture.record(directory, database, "a", 100);
        store.fails(FakeS3.Fault.values());
        store.fails(FakeS3.Fault.STORED_AND_CUT, FakeS3.Fault.STORED_AND_CUT);
        try (SinkFleet fleet = SinkFixture.fleet(database, new SinkFixture.Told())) {
            fleet.adopt(List.of(SinkFixture.spec(sink(AT_ONCE))));
            until(
                    "all is there",
                    () -> ids().size() == SinkFixture.trail(database).size());
            assertThat(fleet.statuses().getFirst().refused()).isZero();
        }
        assertThat(store.stored())
                .as("some were sent again")
                .hasSizeGreaterThan(current().size());
        assertThat(ids()).containsExactlyInAnyOrderElementsOf(SinkFixture.trail(database));
    }

    /** The position knows nothing of it, and meanwhile the trail went on. */
    @Test
    void a_batch_that_was_sent_when_the_process_died_is_sent_again_under_its_key_although_there_is_more()
            throws Exception {
        DataSource database = ShipFixture.migrated(TestDatabase.shared().fresh());
        try (AuditSpool spool = SpoolFixture.open(directory);
                AuditShipper _ = AuditShipper.start(spool, database, ShipFixture.HURRIED, Clocks.SYSTEM)) {
            record(spool, "a");
            try (SinkFleet fleet = SinkFixture.fleet(database, new SinkFixture.Told())) {
                fleet.adopt(List.of(SinkFixture.spec(new Dying(sink(AT_ONCE)))));
                until("it was sent", () -> !store.stored().isEmpty());
            }
            assertThat(ShipFixture.number(database, "SELECT sum(seq) FROM audit.sink_position"))
                    .isZero();
            List<String> before = current().keySet().stream().toList();
            record(spool, "b");
            try (SinkFleet fleet = SinkFixture.fleet(database, new SinkFixture.Told())) {
                fleet.adopt(List.of(SinkFixture.spec(sink(AT_ONCE))));
                until(
                        "all is there",
                        () -> ids().size() >= SinkFixture.trail(database).size());
                eventually(() ->
                        assertThat(fleet.statuses().getFirst().lagRecords()).isZero());
            }
            assertThat(current().keySet()).containsAll(before).hasSizeGreaterThan(before.size());
        }
        assertThat(ids())
                .as("no record stands in two objects")
                .containsExactlyInAnyOrderElementsOf(SinkFixture.trail(database));
    }

    /** Dies each time between the answer and the position. */
    private record Dying(S3Sink real) implements Sink {
        @Override
        public Optional<Batch> batch() {
            return real.batch();
        }

        @Override
        public Answer take(List<SinkRecord> records) {
            return real.take(records) instanceof Answer.Later later
                    ? later
                    : Answer.Later.because("the process died before it heard that");
        }
    }

    private static void record(AuditSpool spool, String prefix) throws Exception {
        for (int i = 0; i < 5; i++) {
            var _ = spool.append(Events.intent(prefix + i));
            spool.append(Events.outcome(prefix + i)).awaitDurable(SpoolFixture.SOON);
        }
        until("all is shipped", () -> spool.stats().unshippedRecords() == 0);
    }

    @Test
    void an_object_waits_until_it_is_full_or_its_time_is_over() throws Exception {
        DataSource database = ShipFixture.migrated(TestDatabase.shared().fresh());
        SinkFixture.record(directory, database, "a", 30);
        try (SinkFleet fleet = SinkFixture.fleet(database, new SinkFixture.Told())) {
            fleet.adopt(List.of(SinkFixture.spec(sink(new Batch(40, 64 << 10, Duration.ofHours(1))))));
            until("the full one is there", () -> !ids().isEmpty());
            eventually(() -> assertThat(fleet.statuses().getFirst().lagRecords())
                    .isPositive()
                    .isLessThan(40));
            assertThat(ids()).hasSizeLessThanOrEqualTo(40);
            assertThat(fleet.statuses().getFirst().failing()).isEmpty();
        }
        int trail = SinkFixture.trail(database).size();
        try (SinkFleet fleet = SinkFixture.fleet(database, new SinkFixture.Told())) {
            fleet.adopt(List.of(SinkFixture.spec(sink(new Batch(40, 64 << 10, Duration.ofMillis(100))))));
            until("the rest is there too", () -> ids().size() == trail);
        }
    }

    private List<String> keys() {
        return store.stored().stream().map(FakeS3.Stored::key).toList();
    }

    /** What a reader of the bucket sees: the newest version of each key. */
    private Map<String, FakeS3.Stored> current() {
        Map<String, FakeS3.Stored> current = new TreeMap<>();
        store.stored().forEach(object -> current.put(object.key(), object));
        return current;
    }

    private List<String> ids() {
        List<String> ids = new ArrayList<>();
        for (FakeS3.Stored object : current().values()) {
            lines(object).forEach(line -> ids.add(line.text("id").orElseThrow()));
        }
        return ids;
    }

    private static List<Json> lines(FakeS3.Stored object) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(object.body()))) {
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .map(Samples::json)
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
