package dev.gatehouse.transport.client.http;

import static dev.gatehouse.testkit.wait.Eventually.WAIT_MAX;
import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static dev.gatehouse.testkit.wait.Eventually.until;
import static dev.gatehouse.transport.client.Fleet.ID;
import static dev.gatehouse.transport.client.Fleet.in;
import static dev.gatehouse.transport.client.Fleet.textOf;
import static dev.gatehouse.transport.client.http.HttpUpstreamTest.TOOLS;
import static dev.gatehouse.transport.client.http.HttpUpstreamTest.modern;
import static dev.gatehouse.transport.client.http.RawServer.SSE_HEAD;
import static dev.gatehouse.transport.client.http.RawServer.chunk;
import static dev.gatehouse.transport.client.http.RawServer.json;
import static dev.gatehouse.transport.client.http.RawServer.raw;
import static dev.gatehouse.transport.client.http.RawServer.result;
import static dev.gatehouse.transport.client.http.RawServer.send;
import static dev.gatehouse.transport.client.http.RawServer.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.LogLevel;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.core.policy.Operation.Verb;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamEvent;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.transport.client.Fleet;
import dev.gatehouse.transport.client.Permits;
import dev.gatehouse.transport.client.http.RawServer.Received;
import dev.gatehouse.transport.client.http.RawServer.Script;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Questions over HTTP: in the answer of a modern server, on the stream of a legacy one; streams that break. */
@Timeout(180)
class HttpAskingTest {
    private static final Duration PATIENCE = WAIT_MAX;
    private static final String FORM = "{\"elicitation\":{}}";

    @TempDir
    Path dataDir;

    private final BlockingQueue<Received> responses = new LinkedBlockingQueue<>();
    private volatile boolean asksOnGet;
    private Fleet fleet;

    @BeforeEach
    void start() {
        fleet = new Fleet(dataDir);
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    /** A legacy server whose sessions are called s1, s2 and so on. */
    private Script legacy(Script calls) {
        AtomicInteger sessions = new AtomicInteger();
        return (request, out) -> {
            if (request.method().equals("DELETE")) {
                send(out, 204, "text/plain", "");
                return true;
            }
            if (request.method().equals("GET")
                    && request.header("last-event-id").isEmpty()
                    && !asksOnGet) {
                send(out, 405, "text/plain", "no");
                return true;
            }
            if (request.body().contains("\"result\":") || request.body().contains("\"error\":")) {
                send(out, 202, "text/plain", "");
                responses.add(request);
                return true;
            }
            switch (request.rpcMethod()) {
                case "server/discover" -> send(out, 400, "text/plain", "no session");
                case "initialize" ->
                    json(
                            out,
                            result(
                                    request,
                                    "\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{},\"logging\":{}}"),
                            "Mcp-Session-Id: " + (request.isToList() ? "listing" : "s" + sessions.incrementAndGet()));
                case "tools/list" -> json(out, result(request, TOOLS));
                case "logging/setLevel" -> json(out, result(request, ""));
                case "notifications/initialized", "notifications/cancelled" -> send(out, 202, "text/plain", "");
                default -> {
                    return calls.answer(request, out);
                }
            }
            return true;
        };
    }

    private RawServer connect(Script script) throws IOException {
        RawServer server = new RawServer(script);
        fleet.adopt(HttpUpstreamTest.spec(server.url())).untilReady(ID);
        return server;
    }

    private static List<InputRequest> asked(UpstreamCall call) {
        UpstreamEvent event = call.next(in(PATIENCE));
        assertThat(event).isInstanceOf(UpstreamEvent.Asked.class);
        return ((UpstreamEvent.Asked) event).requests();
    }

    private static UpstreamReply done(UpstreamCall call) {
        UpstreamEvent event = call.next(in(PATIENCE));
        assertThat(event).isInstanceOf(UpstreamEvent.Done.class);
        return ((UpstreamEvent.Done) event).reply();
    }

    private static String elicitation(String id, String message) {
        return "data: {\"jsonrpc\":\"2.0\",\"id\":\"" + id
                + "\",\"method\":\"elicitation/create\",\"params\":{\"message\":\"" + message + "\"}}\n\n";
    }

    @Test
    void a_modern_server_is_told_what_the_caller_can_be_asked_and_asks_in_its_answer() throws Exception {
        try (RawServer server = connect(modern((request, out) -> {
            json(
                    out,
                    request.body().contains("inputResponses")
                            ? text(request, "thanks")
                            : result(
                                    request,
                                    "\"resultType\":\"input_required\",\"requestState\":\"s\\\\1\",\"inputRequests\":{"
                                            + "\"k1\":{\"method\":\"elicitation/create\",\"params\":{\"message\":\"m\"}},"
                                            + "\"k2\":{\"method\":\"roots/list\"}}"));
            return true;
        }))) {
            Permit permit = Permits.asking(ID, "echo", "{}", "{\"elicitation\":{},\"roots\":{}}");
            try (UpstreamCall call = fleet.open(permit)) {
                assertThat(asked(call)).extracting(InputRequest::key).containsExactlyInAnyOrder("k1", "k2");
                assertThat(server.received.getLast().body())
                        .contains("/clientCapabilities\":{\"elicitation\":{\"form\":{}},\"roots\":{}}");
                assertThat(fleet.status(ID).inFlight()).isZero();
                Json one = Permits.json("{\"action\":\"accept\"}");
                call.answer(Permits.answering(permit, Map.of("k1", one, "k2", Json.EMPTY_OBJECT)));
                assertThat(textOf(done(call))).isEqualTo("thanks");
            }
            assertThat(server.received.getLast().body())
                    .contains("\"k1\":{\"action\":\"accept\"}")
                    .contains("\"requestState\":\"s\\\\1\"")
                    .contains("\"arguments\":{}");
        }
    }

    @Test
    void a_call_detached_from_a_modern_server_is_reopened_with_its_state_byte_for_byte() throws Exception {
        try (RawServer server = connect(modern((request, out) -> {
            json(
                    out,
                    request.body().contains("requestState")
                            ? text(request, "thanks")
                            : result(request, "\"resultType\":\"input_required\",\"requestState\":\"é\\u0007\""));
            return true;
        }))) {
            Permit permit = Permits.asking(ID, "echo", "{}", FORM);
            String state;
            try (UpstreamCall call = fleet.open(permit)) {
                assertThat(asked(call)).isEmpty();
                state = call.detach().orElseThrow();
            }
            Permit round = Permits.answering(permit, Map.of());
            try (UpstreamCall call = fleet.fleet.find(ID).orElseThrow().reopen(round, state)) {
                assertThat(textOf(done(call))).isEqualTo("thanks");
            }
            assertThat(Permits.json(server.received.getLast().body())
                            .member("params")
                            .flatMap(params -> params.text("requestState")))
                    .contains("é\u0007");
            assertThat(server.received.getLast().body()).doesNotContain("inputResponses");
        }
    }

    @Test
    void a_modern_server_that_asks_for_what_was_not_declared_is_not_obeyed() throws Exception {
        try (RawServer _ = connect(modern((request, out) -> {
            json(
                    out,
                    result(
                            request,
                            "\"resultType\":\"input_required\",\"inputRequests\":{\"k\":{\"method\":\"elicitation/create\","
                                    + "\"params\":{\"mode\":\"url\",\"url\":\"https://example.com\"}}}"));
            return true;
        }))) {
            assertThat(fleet.call(Permits.asking(ID, "echo", "{}", FORM), PATIENCE)
                            .toString())
                    .contains("MALFORMED");
        }
    }

    @Test
    void a_declined_question_ends_the_call_of_a_modern_server() throws Exception {
        try (RawServer _ = connect(modern((request, out) -> {
            json(out, result(request, "\"resultType\":\"input_required\",\"requestState\":\"s\""));
            return true;
        }))) {
            try (UpstreamCall call = fleet.open(Permits.asking(ID, "echo", "{}", FORM))) {
                assertThat(asked(call)).isEmpty();
                call.decline("nobody is there");
                assertThat(done(call).toString()).contains("CANCELLED");
            }
        }
    }

    @Test
    void a_legacy_server_asks_on_the_stream_of_the_call_in_a_session_that_declares_it() throws Exception {
        try (RawServer server = connect(legacy((request, out) -> {
            raw(out, SSE_HEAD);
            chunk(out, elicitation("e" + request.id(), "for " + request.id()));
            String answer = responses.take().body();
            chunk(
                    out,
                    "data: " + text(request, answer.contains("\"id\":\"e" + request.id()) ? "mine" : answer) + "\n\n");
            raw(out, "0\r\n\r\n");
            return true;
        }))) {
            for (int i = 0; i < 3; i++) {
                Permit permit = Permits.asking(ID, "echo", "{}", FORM);
                try (UpstreamCall call = fleet.open(permit)) {
                    InputRequest request = asked(call).getFirst();
                    call.answer(Permits.answering(
                            permit, Map.of(request.key(), Permits.json("{\"action\":\"accept\",\"content\":{}}"))));
                    assertThat(textOf(done(call))).isEqualTo("mine");
                }
            }
            assertThat(server.received)
                    .filteredOn(request -> request.rpcMethod().equals("initialize") && !request.isToList())
                    .extracting(request -> Permits.json(request.body())
                            .member("params")
                            .flatMap(params -> params.member("capabilities"))
                            .orElseThrow()
                            .toString())
                    .containsExactly("{}", "{\"elicitation\":{\"form\":{}}}");
            assertThat(server.received)
                    .filteredOn(request -> request.rpcMethod().equals("tools/call")
                            || request.body().contains("\"result\":{\"action\""))
                    .hasSize(6)
                    .allMatch(request -> request.header("mcp-session-id").equals("s2"));
        }
    }

    @Test
    void questions_of_one_moment_are_one_and_what_is_told_between_two_parts_them() throws Exception {
        try (RawServer _ = connect(legacy((request, out) -> {
            raw(out, SSE_HEAD);
            chunk(
                    out,
                    elicitation("e1", "one")
                            + elicitation("e2", "two")
                            + "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}\n\n"
                            + elicitation("e3", "three"));
            String first = responses.take().body() + responses.take().body();
            String answers = first + responses.take().body();
            boolean each = Stream.of("e1", "e2", "e3").allMatch(id -> answers.contains("\"id\":\"" + id + "\""));
            chunk(out, "data: " + text(request, each && !first.contains("e3") ? "all" : answers) + "\n\n");
            raw(out, "0\r\n\r\n");
            return true;
        }))) {
            Permit permit = Permits.asking(ID, "echo", "{}", FORM);
            try (UpstreamCall call = fleet.open(permit)) {
                List<InputRequest> together = asked(call);
                assertThat(together).extracting(InputRequest::key).containsExactly("q1", "q2");
                call.answer(Permits.answering(permit, Map.of("q1", Json.EMPTY_OBJECT, "q2", Json.EMPTY_OBJECT)));
                assertThat(asked(call)).extracting(InputRequest::key).containsExactly("q3");
                call.answer(Permits.answering(permit, Map.of("q3", Json.EMPTY_OBJECT)));
                assertThat(textOf(done(call))).isEqualTo("all");
            }
        }
    }

    @Test
    void a_question_on_the_stream_of_a_session_is_for_the_one_call_that_is_under_way_in_it() throws Exception {
        asksOnGet = true;
        Map<String, BlockingQueue<String>> streams = new ConcurrentHashMap<>();
        CountDownLatch both = new CountDownLatch(2);
        Script script = legacy((request, out) -> {
            String session = request.header("mcp-session-id");
            if (request.method().equals("GET")) {
                BlockingQueue<String> stream = streams.computeIfAbsent(session, _ -> new LinkedBlockingQueue<>());
                raw(out, SSE_HEAD);
                for (String event = stream.take(); !event.isEmpty(); event = stream.take()) {
                    chunk(out, event);
                }
                return false;
            }
            both.countDown();
            both.await();
            streams.get(session).add(elicitation("e" + session, session));
            Received answer = responses.take();
            while (!answer.header("mcp-session-id").equals(session)) {
                responses.add(answer);
                answer = responses.take();
            }
            json(out, text(request, answer.body().contains("said " + session) ? "mine" : "not mine"));
            return true;
        });
        try (RawServer _ = connect(script);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> calls = Stream.generate(() -> threads.submit(this::saysWhatItWasAsked))
                    .limit(2)
                    .toList();
            for (Future<String> call : calls) {
                assertThat(call.get()).isEqualTo("mine");
            }
            streams.values().forEach(stream -> stream.add(""));
        }
    }

    private String saysWhatItWasAsked() {
        Permit permit = Permits.asking(ID, "echo", "{}", FORM);
        try (UpstreamCall call = fleet.open(permit)) {
            InputRequest request = asked(call).getFirst();
            Json answer = Json.object()
                    .put("said", "said " + request.params().text("message").orElseThrow())
                    .build();
            call.answer(Permits.answering(permit, Map.of(request.key(), answer)));
            return textOf(done(call));
        }
    }

    @Test
    void the_stream_for_questions_ends_when_nobody_calls_and_is_there_again_before_the_next_call() throws Exception {
        asksOnGet = true;
        AtomicInteger ended = new AtomicInteger();
        Script script = legacy((request, out) -> {
            if (request.method().equals("GET")) {
                raw(out, SSE_HEAD);
                HttpUpstreamTest.waitForClose(out);
                ended.incrementAndGet();
                return false;
            }
            json(out, text(request, "done"));
            return true;
        });
        try (RawServer server = connect(script)) {
            for (int streams = 1; streams <= 2; streams++) {
                int so = streams;
                assertThat(textOf(fleet.call(Permits.asking(ID, "echo", "{}", FORM), PATIENCE)))
                        .isEqualTo("done");
                fleet.pass(SessionStream.IDLE_MAX);
                eventually(
                        () -> assertThat(ended.get()).as("the stream has ended").isEqualTo(so));
            }
            assertThat(server.received)
                    .extracting(request -> request.method().equals("GET") ? "GET" : request.rpcMethod())
                    .filteredOn(what -> what.equals("GET") || what.equals("tools/call"))
                    .containsExactly("GET", "tools/call", "GET", "tools/call");
        }
    }

    @Test
    void what_a_legacy_server_may_not_ask_is_refused_in_the_shared_session() throws Exception {
        try (RawServer _ = connect(legacy((request, out) -> {
            raw(out, SSE_HEAD);
            chunk(out, elicitation("e1", "?"));
            boolean refused = responses.take().body().contains("-32601");
            chunk(out, "data: " + text(request, refused ? "refused" : "answered") + "\n\n");
            raw(out, "0\r\n\r\n");
            return true;
        }))) {
            assertThat(fleet.text(ID, "echo", "{}")).isEqualTo("refused");
        }
    }

    @Test
    void urls_that_have_to_be_visited_first_are_a_question_and_the_call_is_made_again_once() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Script script = legacy((request, out) -> {
            json(
                    out,
                    calls.incrementAndGet() % 2 == 1
                            ? "{\"jsonrpc\":\"2.0\",\"id\":" + request.id()
                                    + ",\"error\":{\"code\":-32042,\"message\":\"visit\",\"data\":{\"elicitations\":[{"
                                    + "\"mode\":\"url\",\"elicitationId\":\"e1\",\"url\":\"https://example.com/c\","
                                    + "\"message\":\"Connect\"}]}}}"
                            : text(request, "connected"));
            return true;
        });
        try (RawServer _ = connect(script)) {
            Permit permit = Permits.asking(ID, "echo", "{}", "{\"elicitation\":{\"url\":{}}}");
            Json accepted = Permits.json("{\"action\":\"accept\"}");
            try (UpstreamCall call = fleet.open(permit)) {
                InputRequest visit = asked(call).getFirst();
                assertThat(visit.params().toString())
                        .isEqualTo("{\"mode\":\"url\",\"url\":\"https://example.com/c\",\"message\":\"Connect\"}");
                call.answer(Permits.answering(permit, Map.of(visit.key(), accepted)));
                assertThat(textOf(done(call))).isEqualTo("connected");
            }
            Permit again = Permits.asking(ID, "echo", "{}", "{\"elicitation\":{\"url\":{}}}");
            String state;
            try (UpstreamCall call = fleet.open(again)) {
                assertThat(asked(call)).hasSize(1);
                state = call.detach().orElseThrow();
            }
            Permit declined = Permits.answering(again, Map.of("url0", Permits.json("{\"action\":\"decline\"}")));
            try (UpstreamCall call = fleet.fleet.find(ID).orElseThrow().reopen(declined, state)) {
                assertThat(done(call).toString()).contains("-32603");
            }
            Permit visited = Permits.answering(again, Map.of("url0", accepted));
            try (UpstreamCall call = fleet.fleet.find(ID).orElseThrow().reopen(visited, state)) {
                assertThat(textOf(done(call))).isEqualTo("connected");
            }
        }
    }

    @Test
    void log_messages_on_the_stream_are_passed_on_from_the_level_the_caller_wants() throws Exception {
        try (RawServer _ = connect(legacy((request, out) -> {
            raw(out, SSE_HEAD);
            for (String level : List.of("debug", "warning", "nonsense", "error")) {
                chunk(
                        out,
                        "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"level\":\""
                                + level + "\",\"data\":\"" + level + "\"}}\n\n");
            }
            chunk(out, "data: " + text(request, "ok") + "\n\n");
            raw(out, "0\r\n\r\n");
            return true;
        }))) {
            assertThat(fleet.text(ID, "echo", "{}")).isEqualTo("ok");
            RequestMeta meta = Permits.can("{}");
            RequestMeta wants = new RequestMeta(
                    meta.version(),
                    meta.clientInfo(),
                    meta.capabilities(),
                    meta.traceParent(),
                    meta.progressToken(),
                    Optional.of(LogLevel.WARNING),
                    meta.extra());
            try (UpstreamCall call = fleet.open(Permits.withMeta(ID, "echo", "{}", wants))) {
                assertThat(call.next(in(PATIENCE)).toString()).contains("warning");
                assertThat(call.next(in(PATIENCE)).toString()).contains("error");
                assertThat(textOf(done(call))).isEqualTo("ok");
            }
        }
    }

    @Test
    void other_verbs_are_routed_by_their_headers() throws Exception {
        try (RawServer server = connect(modern((request, out) -> {
            json(out, result(request, "\"ttlMs\":1,\"cacheScope\":\"public\",\"contents\":[]"));
            return true;
        }))) {
            RequestMeta extra = new RequestMeta(
                    Permits.can("{}").version(),
                    Optional.empty(),
                    Permits.can("{}").capabilities(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(LogLevel.ERROR),
                    Permits.json("{\"vendor.example/x\":[1]}"));
            Permit read = Permits.of(ID, Verb.READ, Primitive.RESOURCE, "file:///größe", "{}", extra);
            assertThat(fleet.call(read, PATIENCE))
                    .isEqualTo(new UpstreamReply.Complete(Permits.json("{\"contents\":[]}")));
            assertThat(server.received.getLast().header("mcp-method")).isEqualTo("resources/read");
            assertThat(server.received.getLast().header("mcp-name")).startsWith("=?base64?");
            assertThat(server.received.getLast().body())
                    .contains("\"io.modelcontextprotocol/logLevel\":\"error\"")
                    .contains("\"vendor.example/x\":[1]");
            Permit get = Permits.of(ID, Verb.GET, Primitive.PROMPT, "greet", "{}", extra);
            assertThat(fleet.call(get, PATIENCE)).isInstanceOf(UpstreamReply.Complete.class);
            assertThat(server.received.getLast().header("mcp-name")).isEqualTo("greet");
            Permit complete = Permits.of(ID, Verb.COMPLETE, Primitive.PROMPT, "greet", "{\"argument\":{}}", extra);
            assertThat(fleet.call(complete, PATIENCE)).isInstanceOf(UpstreamReply.Complete.class);
            assertThat(server.received.getLast().headers()).doesNotContainKey("mcp-name");
        }
    }

    @Test
    void a_stream_that_breaks_after_an_event_is_gone_on_with_when_the_server_is_ready() throws Exception {
        BlockingQueue<Long> times = new LinkedBlockingQueue<>();
        String[] id = new String[1];
        try (RawServer server = connect(legacy((request, out) -> {
            times.add(System.nanoTime());
            raw(out, SSE_HEAD);
            if (request.method().equals("GET")) {
                chunk(out, "id: 8\ndata: " + resumed(id[0]) + "\n\n");
            } else {
                id[0] = request.id();
                chunk(out, "id: 7\nretry: 300\ndata:\n\n");
            }
            raw(out, "0\r\n\r\n");
            return true;
        }))) {
            assertThat(fleet.text(ID, "echo", "{}")).isEqualTo("resumed");
            Received get = server.received.getLast();
            assertThat(get.method()).isEqualTo("GET");
            assertThat(get.header("last-event-id")).isEqualTo("7");
            assertThat(get.header("accept")).isEqualTo("text/event-stream");
            assertThat(get.header("mcp-session-id")).isEqualTo("s1");
            long first = times.take();
            assertThat(Duration.ofNanos(times.take() - first)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        }
    }

    private static String resumed(String id) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id
                + ",\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"resumed\"}]}}";
    }

    @Test
    void a_stream_that_never_gets_further_is_given_up() throws Exception {
        AtomicInteger streams = new AtomicInteger();
        try (RawServer _ = connect(legacy((_, out) -> {
            streams.incrementAndGet();
            raw(out, SSE_HEAD);
            chunk(out, "id: 7\nretry: 1\ndata:\n\n");
            raw(out, "0\r\n\r\n");
            return true;
        }))) {
            assertThat(fleet.call(ID, "echo", "{}").toString()).contains("MALFORMED");
            assertThat(streams.get()).isEqualTo(1 + Resumes.FRUITLESS_MAX);
        }
    }

    @Test
    void a_call_that_waits_to_go_on_can_be_cancelled() throws Exception {
        try (RawServer _ = connect(legacy((_, out) -> {
            raw(out, SSE_HEAD);
            chunk(out, "id: 7\nretry: 29000\ndata:\n\n");
            raw(out, "0\r\n\r\n");
            return true;
        }))) {
            try (UpstreamCall call = fleet.open(Permits.of(ID, "echo", "{}"))) {
                Thread.ofPlatform().daemon().start(() -> {
                    until("the stream is over", () -> fleet.status(ID).inFlight() == 1);
                    call.cancel(UpstreamCall.Reason.CLIENT_GONE);
                });
                long before = System.nanoTime();
                assertThat(call.next(in(WAIT_MAX)).toString()).contains("Lost");
                assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(25));
            }
        }
    }
}
