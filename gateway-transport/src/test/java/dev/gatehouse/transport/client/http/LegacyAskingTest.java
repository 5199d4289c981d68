package dev.gatehouse.transport.client.http;

import static dev.gatehouse.testkit.wait.Eventually.WAIT_MAX;
import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static dev.gatehouse.transport.client.Fleet.ID;
import static dev.gatehouse.transport.client.Fleet.asked;
import static dev.gatehouse.transport.client.Fleet.done;
import static dev.gatehouse.transport.client.Fleet.textOf;
import static dev.gatehouse.transport.client.http.HttpServers.connect;
import static dev.gatehouse.transport.client.http.HttpServers.waitForClose;
import static dev.gatehouse.transport.client.http.RawServer.SSE_HEAD;
import static dev.gatehouse.transport.client.http.RawServer.chunk;
import static dev.gatehouse.transport.client.http.RawServer.json;
import static dev.gatehouse.transport.client.http.RawServer.raw;
import static dev.gatehouse.transport.client.http.RawServer.text;
import static dev.gatehouse.transport.client.http.SessionServer.elicitation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.transport.client.Fleet;
import dev.gatehouse.transport.client.Permits;
import dev.gatehouse.transport.client.http.RawServer.Received;
import dev.gatehouse.transport.client.http.RawServer.Script;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Questions of a legacy server over HTTP: on the stream of a call, or of the session. */
@Timeout(180)
class LegacyAskingTest {
    private static final String FORM = "{\"elicitation\":{}}";

    private final SessionServer sessions = new SessionServer();

    @AutoClose
    private final Fleet fleet;

    LegacyAskingTest(@TempDir Path dataDir) {
        fleet = new Fleet(dataDir);
    }

    @Test
    void a_legacy_server_asks_on_the_stream_of_the_call_in_a_session_that_declares_it() throws Exception {
        try (RawServer server = connect(fleet, sessions.script((request, out) -> {
            raw(out, SSE_HEAD);
            chunk(out, elicitation("e" + request.id(), "for " + request.id()));
            String answer = sessions.responses.take().body();
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
        try (RawServer _ = connect(fleet, sessions.script((request, out) -> {
            raw(out, SSE_HEAD);
            chunk(
                    out,
                    elicitation("e1", "one")
                            + elicitation("e2", "two")
                            + "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}\n\n"
                            + elicitation("e3", "three"));
            String first =
                    sessions.responses.take().body() + sessions.responses.take().body();
            String answers = first + sessions.responses.take().body();
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
        sessions.asksOnGet = true;
        Map<String, BlockingQueue<String>> streams = new ConcurrentHashMap<>();
        CountDownLatch both = new CountDownLatch(2);
        Script script = sessions.script((request, out) -> {
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
            Received answer = sessions.responses.take();
            while (!answer.header("mcp-session-id").equals(session)) {
                sessions.responses.add(answer);
                answer = sessions.responses.take();
            }
            json(out, text(request, answer.body().contains("said " + session) ? "mine" : "not mine"));
            return true;
        });
        try (RawServer _ = connect(fleet, script);
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
        sessions.asksOnGet = true;
        AtomicInteger ended = new AtomicInteger();
        Script script = sessions.script((request, out) -> {
            if (request.method().equals("GET")) {
                raw(out, SSE_HEAD);
                waitForClose(out);
                ended.incrementAndGet();
                return false;
            }
            json(out, text(request, "done"));
            return true;
        });
        try (RawServer server = connect(fleet, script)) {
            for (int streams = 1; streams <= 2; streams++) {
                int so = streams;
                assertThat(textOf(fleet.call(Permits.asking(ID, "echo", "{}", FORM), WAIT_MAX)))
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
        try (RawServer _ = connect(fleet, sessions.script((request, out) -> {
            raw(out, SSE_HEAD);
            chunk(out, elicitation("e1", "?"));
            boolean refused = sessions.responses.take().body().contains("-32601");
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
        Script script = sessions.script((request, out) -> {
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
        try (RawServer _ = connect(fleet, script)) {
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
}
