package dev.gatehouse.audit.sink;

import static dev.gatehouse.testkit.wait.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.http.TestHttp;
import dev.gatehouse.audit.s3.S3Client;
import dev.gatehouse.audit.s3.TestBucket;
import dev.gatehouse.audit.ship.ShipFixture;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.testkit.http.LoopbackServer;
import dev.gatehouse.testkit.postgres.TestDatabase;
import dev.gatehouse.testkit.s3.FakeS3;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prints what a sink does on this machine; asserts only that it takes everything at full size. */
class SinkThroughputTest {
    private static final int CALLS = 5_000;

    /** What a year leaves of one bundle. */
    private static final String YEAR = """
            DO $$ BEGIN
                CREATE TABLE audit.event_7 PARTITION OF audit.event FOR VALUES IN (7) PARTITION BY RANGE (at);
                FOR day IN 0..364 LOOP
                    EXECUTE format('CREATE TABLE audit.event_7_%s PARTITION OF audit.event_7 FOR VALUES FROM (%L) TO (%L)',
                                   day, date '2025-01-01' + day, date '2025-01-02' + day);
                END LOOP;
            END $$""";

    @TempDir
    Path directory;

    @Test
    void a_backlog_goes_out_through_a_webhook() throws Exception {
        AtomicLong bytes = new AtomicLong();
        try (TestHttp http = new TestHttp(Duration.ofSeconds(30));
                LoopbackServer server = LoopbackServer.start((request, answer) -> {
                    bytes.addAndGet(request.body().length);
                    answer.body(204, "", new byte[0]);
                })) {
            WebhookSink.Target target = new WebhookSink.Target(
                    URI.create("http://127.0.0.1:" + server.port() + "/"),
                    WebhookSink.Body.ARRAY,
                    Optional.empty(),
                    Optional.empty());
            String rate = backlog(new WebhookSink(target, http, InstantSource.system()));
            System.out.printf("%s, %d KiB, through a webhook%n", rate, bytes.get() >> 10);
        }
    }

    @Test
    void a_backlog_goes_into_few_objects_of_a_bucket() throws Exception {
        try (TestHttp http = new TestHttp(Duration.ofSeconds(30));
                FakeS3 store = TestBucket.store()) {
            S3Client s3 = new S3Client(TestBucket.locked(store.url()), http, InstantSource.system());
            String rate = backlog(new S3Sink(s3, Duration.ofSeconds(1)));
            long bytes = store.stored().stream()
                    .mapToLong(object -> object.body().length)
                    .sum();
            System.out.printf(
                    "%s, into %d objects of a bucket, %d KiB compressed%n",
                    rate, store.stored().size(), bytes >> 10);
            assertThat(store.stored()).hasSizeLessThan(20);
        }
    }

    private String backlog(Sink sink) throws Exception {
        DataSource database = ShipFixture.migrated(TestDatabase.shared().fresh());
        ShipFixture.execute(database, YEAR);
        SinkFixture.record(directory, database, "a", CALLS);
        long records = ShipFixture.number(database, "SELECT count(*) FROM audit.event");
        try (SinkFleet fleet =
                new SinkFleet(database::getConnection, SinkSettings.DEFAULT, new SinkFixture.Told(), Clocks.SYSTEM)) {
            long began = System.nanoTime();
            fleet.adopt(List.of(SinkFixture.spec(sink)));
            until("all is taken", () -> fleet.statuses().getFirst().sent() == records);
            double seconds = (System.nanoTime() - began) / 1e9;
            assertThat(ShipFixture.number(database, "SELECT count(*) FROM audit.sink_refused"))
                    .isZero();
            return "%d records: %.0f records/s".formatted(records, records / seconds);
        }
    }
}
