package dev.gatehouse.audit.sink;

import static dev.gatehouse.testkit.wait.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.http.TestHttp;
import dev.gatehouse.audit.ship.ShipFixture;
import dev.gatehouse.audit.sink.Sink.Answer;
import dev.gatehouse.core.identity.Confidential;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A batch is there when the indexers say so, and every code of the collector means what its documentation says. */
@Timeout(120)
class SplunkSinkTest {
    private static final SplunkSink.Polling SOON = new SplunkSink.Polling(Duration.ofMillis(5), Duration.ofMillis(300));

    @TempDir
    Path directory;

    private final TestHttp http = new TestHttp(Duration.ofSeconds(5));
    private SplunkCollector collector;

    @BeforeEach
    void start() throws Exception {
        collector = SplunkCollector.start();
    }

    @AfterEach
    void close() {
        collector.close();
        http.close();
    }

    private SplunkSink sink(String token, boolean acknowledge) {
        return new SplunkSink(
                new SplunkSink.Target(
                        URI.create(collector.url()),
                        new Confidential(token),
                        Optional.of("audit"),
                        "gatehouse",
                        "gatehouse:audit",
                        acknowledge),
                http,
                SOON);
    }

    private SplunkSink sink() {
        return sink(SplunkCollector.TOKEN, true);
    }

    private List<String> indexedIds() {
        return collector.indexed().stream()
                .map(event -> event.member("fields")
                        .flatMap(fields -> fields.text("id"))
                        .orElseThrow())
                .toList();
    }

    @Test
    void an_event_carries_its_time_its_gateway_and_the_record() {
        assertThat(sink().take(Samples.records(2))).isEqualTo(new Answer.Taken());
        Json event = collector.indexed().getFirst();
        assertThat(event.member("time").map(Json::toString)).contains("1795176000.123");
        assertThat(event.text("host")).contains("0a1b");
        assertThat(event.text("index")).contains("audit");
        assertThat(event.text("sourcetype")).contains("gatehouse:audit");
        assertThat(event.member("event").flatMap(record -> record.text("id"))).contains("0a1b/7/1");
        assertThat(event.member("fields").map(Json::toString))
                .contains("{\"id\":\"0a1b/7/1\",\"type\":\"call_refused\"}");
    }

    @Test
    void a_batch_is_taken_when_the_indexers_have_it_and_not_before() {
        collector.indexes(false);
        assertThat(sink().take(Samples.records(2)))
                .isInstanceOfSatisfying(
                        Answer.Later.class, later -> assertThat(later.reason()).contains("acknowledged nothing"));
        assertThat(collector.timesAsked()).isGreaterThan(3);
        collector.indexes(true);
        assertThat(sink().take(Samples.records(2))).isEqualTo(new Answer.Taken());
    }

    @Test
    void without_acknowledgement_the_collectors_word_is_enough() {
        collector.acknowledges(false);
        assertThat(sink(SplunkCollector.TOKEN, false).take(Samples.records(2))).isEqualTo(new Answer.Taken());
        assertThat(collector.timesAsked()).isZero();
        assertThat(indexedIds()).hasSize(2);
    }

    @Test
    void a_token_without_acknowledgement_is_told_with_its_remedy() {
        collector.acknowledges(false);
        assertThat(sink().take(Samples.records(1)))
                .isInstanceOfSatisfying(
                        Answer.Later.class,
                        later -> assertThat(later.reason()).contains("gave no ackId", "`acknowledge: false`"));
    }

    @Test
    void a_wrong_token_keeps_the_records_waiting() {
        assertThat(sink("wrong", true).take(Samples.records(1)))
                .isEqualTo(Answer.Later.because("it answered 403: {\"text\":\"Invalid token\",\"code\":4}"));
    }

    @ParameterizedTest
    @CsvSource({
        "401, 2",
        "401, 3",
        "403, 1",
        "403, 4",
        "400, 5",
        "400, 7",
        "400, 10",
        "400, 11",
        "400, 14",
        "500, 8",
        "503, 9",
        "429, 26",
        "404, 404"
    })
    void what_is_not_about_an_event_keeps_the_records_waiting(int status, int code) {
        collector.answersInstead(Optional.of(SplunkCollector.said(status, code, "no")));
        assertThat(sink().take(Samples.records(2))).isInstanceOf(Answer.Later.class);
    }

    @Test
    void a_batch_that_is_too_long_or_bad_without_a_number_is_cut() {
        collector.answersInstead(Optional.of(dev.gatehouse.core.http.Answer.empty(413)));
        assertThat(sink().take(Samples.records(2))).isInstanceOf(Answer.Unfit.class);
        collector.answersInstead(Optional.of(SplunkCollector.said(400, 6, "Invalid data format")));
        assertThat(sink().take(Samples.records(2))).isInstanceOf(Answer.Unfit.class);
    }

    @Test
    void an_invalid_event_is_named_and_what_stood_before_it_is_indexed() {
        collector.findsInvalid(event -> event.toString().contains("0a1b/7/3"));
        assertThat(sink().take(Samples.records(5))).isInstanceOfSatisfying(Answer.Refused.class, refused -> {
            assertThat(refused.record()).isEqualTo(2);
            assertThat(refused.answer()).contains("Invalid data format");
        });
        assertThat(indexedIds()).contains("0a1b/7/1", "0a1b/7/2").doesNotContain("0a1b/7/3", "0a1b/7/4");
    }

    @Test
    void what_the_collector_lost_from_its_memory_is_sent_again() throws Exception {
        DataSource database = ShipFixture.migrated(TestDatabase.shared().fresh());
        SinkFixture.record(directory, database, "a", 30);
        collector.findsInvalid(event -> event.toString().contains("/9\""));
        collector.indexes(false);
        try (SinkFleet fleet = SinkFixture.fleet(database, new SinkFixture.Told())) {
            fleet.adopt(List.of(SinkFixture.spec(sink())));
            until("it waits for the indexers", () -> collector.timesAsked() > 2);
            collector.losesItsMemory();
            collector.indexes(true);
            until(
                    "all is passed",
                    () -> fleet.statuses().getFirst().lagRecords() == 0
                            && fleet.statuses().getFirst().refused() == 1);
        }
        assertThat(indexedIds().stream().distinct().toList())
                .containsExactlyElementsOf(SinkFixture.trail(database).stream()
                        .filter(id -> !id.endsWith("/9"))
                        .toList());
    }
}
