package dev.gatehouse.audit.sink;

import static dev.gatehouse.testkit.wait.Eventually.until;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.http.TestHttp;
import dev.gatehouse.audit.ship.ShipFixture;
import dev.gatehouse.audit.sink.Sink.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.PathPattern;
import dev.gatehouse.core.http.Request;
import dev.gatehouse.core.identity.Confidential;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.testkit.http.EndpointServer;
import dev.gatehouse.testkit.http.LoopbackServer;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class WebhookSinkTest {
    private static final String SECRET = "of-the-receiver";

    @TempDir
    Path directory;

    private final TestHttp http = new TestHttp(Duration.ofMillis(500));
    private final List<Request> received = new CopyOnWriteArrayList<>();
    private volatile dev.gatehouse.core.http.Answer answer = dev.gatehouse.core.http.Answer.empty(204);

    @AfterEach
    void close() {
        http.close();
    }

    private EndpointServer receiver() throws IOException {
        EndpointServer server = EndpointServer.start();
        server.serve(List.of(new Endpoint(
                Endpoint.Listener.PUBLIC,
                Endpoint.Method.POST,
                PathPattern.of("/in"),
                Endpoint.Guard.PUBLIC,
                1 << 20,
                request -> {
                    received.add(request);
                    return answer;
                })));
        return server;
    }

    private WebhookSink sink(String url, WebhookSink.Body body) {
        return new WebhookSink(
                new WebhookSink.Target(
                        URI.create(url),
                        body,
                        Optional.of(new Confidential(SECRET)),
                        Optional.of(new Confidential("t0ken"))),
                http,
                InstantSource.fixed(Samples.AT));
    }

    @Test
    void a_batch_is_an_array_or_lines_and_signed_with_its_time() throws Exception {
        try (EndpointServer server = receiver()) {
            for (WebhookSink.Body body : WebhookSink.Body.values()) {
                assertThat(sink(server.url() + "/in", body).take(Samples.records(3)))
                        .isEqualTo(new Answer.Taken());
            }
        }
        Request array = received.getFirst();
        assertThat(array.header("content-type")).contains("application/json");
        assertThat(array.header("authorization")).contains("Bearer t0ken");
        assertThat(array.header("gatehouse-timestamp")).contains("1795176000");
        assertThat(array.header("gatehouse-signature"))
                .contains("v1=" + hmac("1795176000." + new String(array.body(), UTF_8)));
        List<Json> elements = Json.read(array.body()).elements();
        assertThat(elements).hasSize(3);
        assertThat(elements.get(1).text("id")).contains("0a1b/7/2");
        assertThat(elements.get(1).member("event").flatMap(event -> event.text("call")))
                .contains("c1");

        Request lines = received.getLast();
        assertThat(lines.header("content-type")).contains("application/x-ndjson");
        List<String> each = new String(lines.body(), UTF_8).lines().toList();
        assertThat(each)
                .hasSize(3)
                .allSatisfy(line -> assertThat(Samples.json(line).isObject()).isTrue());
    }

    private static String hmac(String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
    }

    @Test
    void the_same_batch_has_the_same_key_and_another_one_another() throws Exception {
        try (EndpointServer server = receiver()) {
            WebhookSink sink = sink(server.url() + "/in", WebhookSink.Body.ARRAY);
            sink.take(Samples.records(2));
            sink.take(Samples.records(2));
            sink.take(Samples.records(3));
        }
        List<String> keys = received.stream()
                .map(request -> request.header("idempotency-key").orElseThrow())
                .toList();
        assertThat(keys.get(0)).isEqualTo(keys.get(1)).isNotEqualTo(keys.get(2));
    }

    @ParameterizedTest
    @CsvSource({
        "200, TAKEN",
        "202, TAKEN",
        "204, TAKEN",
        "302, LATER",
        "400, UNFIT",
        "401, LATER",
        "403, LATER",
        "404, LATER",
        "413, UNFIT",
        "422, UNFIT",
        "429, LATER",
        "500, LATER",
        "503, LATER"
    })
    void what_speaks_of_the_batch_refuses_it_and_all_else_is_tried_again(int status, String expected) throws Exception {
        answer = dev.gatehouse.core.http.Answer.text(status, status == 204 ? "" : "a\nword")
                .with("Retry-After", "7");
        try (EndpointServer server = receiver()) {
            Answer got = sink(server.url() + "/in", WebhookSink.Body.ARRAY).take(Samples.records(2));
            switch (expected) {
                case "TAKEN" -> assertThat(got).isEqualTo(new Answer.Taken());
                case "UNFIT" -> assertThat(got).isEqualTo(new Answer.Unfit("it answered " + status + ": a word"));
                default ->
                    assertThat(got)
                            .isEqualTo(new Answer.Later(
                                    "it answered " + status + ": a word", Optional.of(Duration.ofSeconds(7))));
            }
        }
    }

    @Test
    void nobody_there_is_tried_again() {
        assertThat(sink("http://127.0.0.1:1/in", WebhookSink.Body.ARRAY).take(Samples.records(1)))
                .isInstanceOf(Answer.Later.class);
    }

    /** Fails in every way by turns, and refuses a batch for one of its records. */
    private final class BadDay implements LoopbackServer.Handler {
        final Set<String> taken = new ConcurrentSkipListSet<>();
        final AtomicInteger requests = new AtomicInteger();
        final AtomicInteger refusals = new AtomicInteger();

        @Override
        public void handle(LoopbackServer.Request request, dev.gatehouse.testkit.http.Answer out) throws IOException {
            switch (requests.incrementAndGet() % 5) {
                case 0 -> out.body(500, "", "sorry".getBytes(UTF_8));
                case 1 -> throw new IOException("cut before the answer");
                case 2 -> out.awaitDeparture();
                case 3 -> {
                    // Taken, but the answer is lost: it comes again.
                    take(request);
                    throw new IOException("cut after it was taken");
                }
                default -> {
                    boolean isTaken = take(request);
                    out.body(isTaken ? 200 : 400, "", new byte[0]);
                }
            }
        }

        private boolean take(LoopbackServer.Request request) {
            List<String> ids = Samples.json(new String(request.body(), UTF_8)).elements().stream()
                    .map(each -> each.text("id").orElseThrow())
                    .toList();
            if (ids.stream().anyMatch(id -> id.endsWith("/9"))) {
                refusals.incrementAndGet();
                return false;
            }
            taken.addAll(ids);
            return true;
        }
    }

    @Test
    void a_receiver_that_fails_in_every_way_gets_all_but_what_it_refuses() throws Exception {
        DataSource database = ShipFixture.migrated(TestDatabase.shared().fresh());
        SinkFixture.record(directory, database, "a", 40);
        BadDay day = new BadDay();
        try (LoopbackServer server = LoopbackServer.start(day);
                SinkFleet fleet = SinkFixture.fleet(database, new SinkFixture.Told())) {
            WebhookSink sink = sink("http://127.0.0.1:" + server.port() + "/", WebhookSink.Body.ARRAY);
            fleet.adopt(List.of(SinkFixture.spec(sink)));
            until(
                    "all is passed",
                    () -> fleet.statuses().getFirst().lagRecords() == 0
                            && fleet.statuses().getFirst().failing().isEmpty()
                            && !day.taken.isEmpty());
            assertThat(fleet.statuses().getFirst().refused()).isEqualTo(1);
        }
        Set<String> trail = new TreeSet<>(SinkFixture.trail(database));
        trail.removeIf(id -> id.endsWith("/9"));
        assertThat(day.taken).isEqualTo(trail);
        assertThat(day.refusals.get()).isPositive();
        assertThat(ShipFixture.strings(database, "SELECT seq || ' ' || answer FROM audit.sink_refused"))
                .containsExactly("9 it answered 400");
    }
}
