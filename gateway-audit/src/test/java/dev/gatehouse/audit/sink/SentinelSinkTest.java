package dev.gatehouse.audit.sink;

import static dev.gatehouse.testkit.wait.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.http.TestHttp;
import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.audit.ship.ShipFixture;
import dev.gatehouse.audit.sink.Sink.Answer;
import dev.gatehouse.core.identity.Confidential;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.testkit.postgres.TestDatabase;
import dev.gatehouse.testkit.sentinel.FakeSentinel;
import dev.gatehouse.testkit.sentinel.FakeSentinel.Fault;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class SentinelSinkTest {
    @TempDir
    Path directory;

    private final TestHttp http = new TestHttp(Duration.ofMillis(500));
    private volatile Instant now = Instant.parse("2026-11-22T06:00:00Z");
    private FakeSentinel sentinel;

    @BeforeEach
    void open() throws IOException {
        sentinel = FakeSentinel.start();
    }

    @AfterEach
    void close() {
        http.close();
        sentinel.close();
    }

    private SentinelSink sink(String secret) {
        URI url = URI.create(sentinel.url());
        EntraClient client = new EntraClient(
                url, FakeSentinel.TENANT, FakeSentinel.CLIENT, new Confidential(secret), FakeSentinel.SCOPE);
        return new SentinelSink(
                new SentinelSink.Target(url, FakeSentinel.RULE, FakeSentinel.STREAM, client), http, () -> now);
    }

    private SentinelSink sink() {
        return sink(FakeSentinel.SECRET);
    }

    @Test
    void a_record_is_a_row_whose_columns_are_none_that_azure_keeps_for_itself() {
        assertThat(sink().take(Samples.records(2))).isEqualTo(new Answer.Taken());
        assertThat(sentinel.rows()).hasSize(2);
        Json row = sentinel.rows().getFirst();
        assertThat(row.members().keySet())
                .containsExactly("TimeGenerated", "RecordId", "Gateway", "Epoch", "Sequence", "EventType", "Record");
        assertThat(row.text("TimeGenerated")).contains("2026-11-20T12:00:00.123456Z");
        assertThat(row.text("RecordId")).contains("0a1b/7/1");
        assertThat(row.member("Record")
                        .flatMap(record -> record.member("event"))
                        .flatMap(event -> event.text("call")))
                .contains("c1");
    }

    @Test
    void a_token_is_used_until_shortly_before_it_ends() {
        SentinelSink sink = sink();
        sink.take(Samples.records(1));
        now = now.plusSeconds(3_000);
        assertThat(sink.take(Samples.records(1))).isEqualTo(new Answer.Taken());
        assertThat(sentinel.tokensGiven()).isEqualTo(1);
        now = now.plusSeconds(300);
        assertThat(sink.take(Samples.records(1))).isEqualTo(new Answer.Taken());
        assertThat(sentinel.tokensGiven()).isEqualTo(2);
    }

    @Test
    void a_token_that_is_not_accepted_is_replaced_once() {
        SentinelSink sink = sink();
        sentinel.fails(Fault.REVOKED);
        assertThat(sink.take(Samples.records(1))).isEqualTo(new Answer.Taken());
        assertThat(sentinel.tokensGiven()).isEqualTo(2);
        sentinel.fails(Fault.REVOKED, Fault.REVOKED);
        assertThat(sink.take(Samples.records(1)))
                .isInstanceOfSatisfying(
                        Answer.Later.class,
                        later -> assertThat(later.reason())
                                .startsWith("it answered 401")
                                .contains("InvalidToken"));
        assertThat(sentinel.tokensGiven()).isEqualTo(3);
    }

    @Test
    void a_wrong_secret_makes_the_sink_wait_and_is_told_without_the_secret() {
        assertThat(sink("wrong").take(Samples.records(1)))
                .isEqualTo(Answer.Later.because("no token of Entra: it answered 401: invalid_client AADSTS7000215:"
                        + " Invalid client secret provided. Trace ID: 1"));
        assertThat(sentinel.rows()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "FORBIDDEN, LATER",
        "BAD_REQUEST, LATER",
        "TOO_LARGE, UNFIT",
        "THROTTLED, LATER",
        "BROKEN, LATER",
        "HANG, LATER",
        "CUT, LATER"
    })
    void only_size_is_a_fault_of_the_records(Fault fault, String expected) {
        sentinel.fails(fault);
        Answer answer = sink().take(Samples.records(2));
        assertThat(answer).isInstanceOf(expected.equals("LATER") ? Answer.Later.class : Answer.Unfit.class);
        if (fault == Fault.THROTTLED) {
            assertThat(((Answer.Later) answer).after()).contains(Duration.ofSeconds(7));
        }
    }

    @Test
    void more_than_a_megabyte_is_not_even_sent() {
        Json large = Json.object().put("text", "x".repeat(30_000)).build();
        List<SinkRecord> records = IntStream.rangeClosed(1, 40)
                .mapToObj(seq -> new SinkRecord("g", new Position(1, seq), "listed", now, large, new byte[0]))
                .toList();
        assertThat(sink().take(records)).isInstanceOf(Answer.Unfit.class);
        assertThat(sentinel.tokensGiven()).isZero();
        assertThat(sink().take(records.subList(0, 20))).isEqualTo(new Answer.Taken());
    }

    @Test
    void a_service_that_fails_in_every_way_gets_all_but_what_is_too_large() throws Exception {
        DataSource database = ShipFixture.migrated(TestDatabase.shared().fresh());
        SinkFixture.record(directory, database, "a", 40);
        sentinel.tokensLast(1);
        sentinel.fails(Fault.REVOKED, Fault.BAD_REQUEST, Fault.FORBIDDEN, Fault.BROKEN, Fault.HANG, Fault.CUT);
        sentinel.fails(Fault.TAKEN_AND_CUT);
        sentinel.findsTooLarge(row -> row.text("RecordId").orElseThrow().endsWith("/9"));
        try (SinkFleet fleet = SinkFixture.fleet(database, new SinkFixture.Told())) {
            fleet.adopt(List.of(SinkFixture.spec(sink())));
            until(
                    "all is passed",
                    () -> fleet.statuses().getFirst().lagRecords() == 0
                            && fleet.statuses().getFirst().failing().isEmpty()
                            && !sentinel.rows().isEmpty());
            assertThat(fleet.statuses().getFirst().refused()).isEqualTo(1);
        }
        Set<String> trail = new TreeSet<>(SinkFixture.trail(database));
        assertThat(trail.removeIf(id -> id.endsWith("/9"))).isTrue();
        List<String> rows = sentinel.rows().stream()
                .map(row -> row.text("RecordId").orElseThrow())
                .filter(id -> !id.endsWith("/9"))
                .toList();
        assertThat(new TreeSet<>(rows)).isEqualTo(trail);
        assertThat(ShipFixture.strings(database, "SELECT seq || ' ' || answer FROM audit.sink_refused"))
                .singleElement()
                .asString()
                .startsWith("9 it answered 413");
    }
}
