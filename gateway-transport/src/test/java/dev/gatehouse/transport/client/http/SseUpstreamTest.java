package dev.gatehouse.transport.client.http;

import static dev.gatehouse.testkit.wait.Eventually.WAIT_MAX;
import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static dev.gatehouse.testkit.wait.Eventually.until;
import static dev.gatehouse.transport.client.Fleet.ID;
import static dev.gatehouse.transport.client.Fleet.in;
import static dev.gatehouse.transport.client.http.RawServer.SSE_HEAD;
import static dev.gatehouse.transport.client.http.RawServer.chunk;
import static dev.gatehouse.transport.client.http.RawServer.raw;
import static dev.gatehouse.transport.client.http.RawServer.result;
import static dev.gatehouse.transport.client.http.RawServer.send;
import static dev.gatehouse.transport.client.http.RawServer.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.Change;
import dev.gatehouse.core.upstream.ChangeFeed;
import dev.gatehouse.core.upstream.Listing.Health;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamReply.Cause;
import dev.gatehouse.core.upstream.UpstreamReply.Lost;
import dev.gatehouse.core.upstream.UpstreamSpec;
import dev.gatehouse.transport.client.Fleet;
import dev.gatehouse.transport.client.Permits;
import dev.gatehouse.transport.client.http.RawServer.Received;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP+SSE of 2024-11-05: one stream for all answers, and an address that the server names. */
@Timeout(180)
class SseUpstreamTest {
    private static final Duration PATIENCE = WAIT_MAX;
    private static final String FORM = "{\"elicitation\":{}}";
    private static final String NOTHING = "{}";
    private static final String END = "end";

    @TempDir
    Path dataDir;

    private final Map<String, BlockingQueue<String>> streams = new ConcurrentHashMap<>();
    private final AtomicInteger sessions = new AtomicInteger();
    /** What each session declared. */
    private final List<String> begun = new CopyOnWriteArrayList<>();

    private volatile String endpoint = "/messages?sid=";
    private Fleet fleet;

    @BeforeEach
    void start() {
        fleet = new Fleet(dataDir);
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    private boolean answer(Received request, OutputStream out) throws IOException, InterruptedException {
        if (request.method().equals("GET")) {
            stream(out);
            return false;
        }
        if (!request.target().startsWith("/messages?sid=")) {
            send(out, 405, "text/plain", "only GET here");
            return true;
        }
        BlockingQueue<String> stream =
                streams.get(request.target().substring(request.target().indexOf('=') + 1));
        if (stream == null || request.body().contains("\"name\":\"refused\"")) {
            send(out, 400, "text/plain", "no");
            return true;
        }
        send(out, 202, "text/plain", "Accepted");
        reply(request, stream);
        return true;
    }

    private void stream(OutputStream out) throws IOException, InterruptedException {
        String id = "s" + sessions.incrementAndGet();
        BlockingQueue<String> queue = new LinkedBlockingQueue<>();
        streams.put(id, queue);
        raw(out, SSE_HEAD);
        chunk(out, "event: endpoint\ndata: " + endpoint + id + "\n\n");
        for (String message = queue.take(); !message.equals(END); message = queue.take()) {
            chunk(out, "event: message\ndata: " + message + "\n\n");
        }
        raw(out, "0\r\n\r\n");
    }

    private void reply(Received request, BlockingQueue<String> stream) {
        switch (request.rpcMethod()) {
            case "initialize" -> {
                begun.add(request.body().replaceAll(".*\"capabilities\":(.*),\"clientInfo\".*", "$1"));
                stream.add(result(
                        request,
                        "\"protocolVersion\":\"2024-11-05\",\"capabilities\":{\"tools\":{},\"resources\":{}}"));
            }
            case "tools/list" ->
                stream.add(result(request, "\"tools\":[{\"name\":\"echo\",\"inputSchema\":{\"type\":\"object\"}}]"));
            case "resources/list" -> stream.add(result(request, "\"resources\":[{\"uri\":\"a:b\",\"name\":\"b\"}]"));
            case "resources/templates/list" -> stream.add(result(request, "\"resourceTemplates\":[]"));
            case "tools/call" -> call(request, stream);
            default -> {
                if (request.body().contains("\"id\":\"ask\"")) {
                    waiting.remove().accept(request);
                }
            }
        }
    }

    private final BlockingQueue<Consumer<Received>> waiting = new LinkedBlockingQueue<>();

    private void call(Received request, BlockingQueue<String> stream) {
        String body = request.body();
        if (body.contains("\"name\":\"ask\"")) {
            waiting.add(
                    answered -> stream.add(text(request, answered.body().contains("accept") ? "accepted" : "refused")));
            stream.add(
                    "{\"jsonrpc\":\"2.0\",\"id\":\"ask\",\"method\":\"elicitation/create\",\"params\":{\"message\":\"?\"}}");
        } else if (body.contains("\"name\":\"break\"")) {
            stream.add(END);
        } else if (body.contains("\"name\":\"update\"")) {
            stream.add(
                    "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/resources/updated\",\"params\":{\"uri\":\"a:b\"}}");
            stream.add(text(request, "ok"));
        } else {
            stream.add(text(request, body.replaceAll(".*\"v\":(\\d+).*", "$1")));
        }
    }

    private static UpstreamSpec spec(RawServer server, UpstreamSpec.Protocol protocol) {
        return new UpstreamSpec.Http(ID, "d", UpstreamSpec.Limits.DEFAULT, server.url(), Map.of(), protocol);
    }

    private RawServer connect() throws IOException {
        RawServer server = new RawServer(this::answer);
        fleet.adopt(spec(server, UpstreamSpec.Protocol.SSE)).untilReady(ID);
        return server;
    }

    @Test
    void it_is_recognised_and_everything_goes_to_the_address_it_names() throws Exception {
        try (RawServer server = new RawServer(this::answer)) {
            fleet.adopt(spec(server, UpstreamSpec.Protocol.AUTO)).untilReady(ID);
            assertThat(fleet.status(ID).version()).contains(ProtocolVersion.V2024_11_05);
            assertThat(fleet.fleet.listing(ID).of(Primitive.RESOURCE)).hasSize(1);
            assertThat(fleet.text(ID, "echo", "{\"v\":7}")).isEqualTo("7");
            assertThat(server.received)
                    .filteredOn(request -> request.target().startsWith("/messages"))
                    .extracting(Received::rpcMethod)
                    .startsWith("initialize", "notifications/initialized", "tools/list")
                    .contains("resources/list", "tools/call")
                    .doesNotContain("server/discover");
        }
    }

    @Test
    void two_hundred_calls_on_the_one_stream_each_get_their_own_answer() throws Exception {
        try (RawServer _ = connect();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String arguments = "{\"v\":" + i + "}";
                answers.add(threads.submit(() -> fleet.text(ID, "echo", arguments)));
            }
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).get()).isEqualTo(Integer.toString(i));
            }
        }
    }

    @Test
    void a_stream_that_ends_loses_its_calls_and_is_opened_again() throws Exception {
        try (RawServer _ = connect()) {
            assertThat(fleet.call(ID, "break", "{}"))
                    .isInstanceOfSatisfying(
                            Lost.class, lost -> assertThat(lost.cause()).isEqualTo(Cause.UNAVAILABLE));
            until(
                    "it is called again",
                    () -> fleet.text(ID, "echo", "{\"v\":7}").equals("7"));
            assertThat(begun).filteredOn(NOTHING::equals).hasSize(2);
        }
    }

    @Test
    void a_message_that_is_not_accepted_loses_its_call_alone() throws Exception {
        try (RawServer _ = connect()) {
            assertThat(fleet.call(ID, "refused", "{}").toString()).contains("HTTP 400");
            assertThat(fleet.text(ID, "echo", "{\"v\":7}")).isEqualTo("7");
            assertThat(begun).filteredOn(NOTHING::equals).hasSize(1);
        }
    }

    @Test
    void who_can_be_asked_has_a_stream_alone() throws Exception {
        try (RawServer _ = connect()) {
            assertThat(fleet.text(ID, "ask", "{}")).isEqualTo("refused");
            Permit permit = Permits.asking(ID, "ask", "{}", FORM.replace("elicitation", "sampling"));
            // 2024-11-05 knows no elicitation, so sampling is what can be declared to it.
            try (UpstreamCall call = fleet.open(permit)) {
                assertThat(call.next(in(PATIENCE)).toString()).contains("refused");
            }
            assertThat(begun).startsWith(NOTHING).endsWith("{\"sampling\":{}}");
        }
    }

    @Test
    void updates_are_passed_on() throws Exception {
        List<Change> changes = new CopyOnWriteArrayList<>();
        try (RawServer _ = connect();
                ChangeFeed.Subscription _ = fleet.fleet.subscribe(changes::add)) {
            assertThat(fleet.text(ID, "update", "{}")).isEqualTo("ok");
            eventually(() -> assertThat(changes).as("told").contains(new Change.Updated(ID, "a:b")));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:1/messages?sid=",
                "https://127.0.0.1/x",
                "//example.com/",
                "ftp://x/",
                "http://[",
                "\u0001"
            })
    void an_address_elsewhere_is_not_posted_to(String elsewhere) throws Exception {
        endpoint = elsewhere;
        try (RawServer server = new RawServer(this::answer)) {
            fleet.adopt(spec(server, UpstreamSpec.Protocol.SSE));
            eventually(() ->
                    assertThat(fleet.fleet.listing(ID).health()).as("degraded").isEqualTo(Health.DEGRADED));
            assertThat(fleet.fleet.listing(ID).detail()).contains("same origin");
            assertThat(server.received).extracting(Received::method).containsOnly("GET");
        }
    }
}
