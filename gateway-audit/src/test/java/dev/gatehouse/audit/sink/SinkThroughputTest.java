package dev.gatehouse.audit.sink;

import static dev.gatehouse.testkit.wait.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.ship.ShipFixture;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.testkit.http.LoopbackServer;
import dev.gatehouse.testkit.postgres.TestDatabase;
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
        DataSource database = ShipFixture.migrated(TestDatabase.shared().fresh());
        ShipFixture.execute(database, YEAR);
        SinkFixture.record(directory, database, "a", CALLS);
        long records = ShipFixture.number(database, "SELECT count(*) FROM audit.event");
        AtomicLong bytes = new AtomicLong();
        try (TestHttp http = new TestHttp(Duration.ofSeconds(30));
                LoopbackServer server = LoopbackServer.start((request, answer) -> {
                    bytes.addAndGet(request.body().length);
                    answer.body(204, "", new byte[0]);
                });
                SinkFleet fleet = new SinkFleet(
                        database::getConnection, SinkSettings.DEFAULT, new SinkFixture.Told(), Clocks.SYSTEM)) {
            WebhookSink.Target target = new WebhookSink.Target(
                    URI.create("http://127.0.0.1:" + server.port() + "/"),
                    WebhookSink.Body.ARRAY,
                    Optional.empty(),
                    Optional.empty());
            long began = System.nanoTime();
            fleet.adopt(List.of(SinkFixture.spec(new WebhookSink(target, http, InstantSource.system()))));
            until("all is taken", () -> fleet.statuses().getFirst().sent() == records);
            double seconds = (System.nanoTime() - began) / 1e9;
            System.out.printf(
                    "%d records, %d KiB, through a webhook: %.0f records/s%n",
                    records, bytes.get() >> 10, records / seconds);
        }
        assertThat(ShipFixture.number(database, "SELECT count(*) FROM audit.sink_refused"))
                .isZero();
    }
}
