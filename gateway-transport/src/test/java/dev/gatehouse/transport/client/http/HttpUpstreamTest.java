package dev.gatehouse.transport.client.http;

import static dev.gatehouse.testkit.wait.Eventually.WAIT_MAX;
import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static dev.gatehouse.transport.client.Fleet.ID;
import static dev.gatehouse.transport.client.Fleet.in;
import static dev.gatehouse.transport.client.Fleet.textOf;
import static dev.gatehouse.transport.client.http.RawServer.SSE_HEAD;
import static dev.gatehouse.transport.client.http.RawServer.chunk;
import static dev.gatehouse.transport.client.http.RawServer.json;
import static dev.gatehouse.transport.client.http.RawServer.raw;
import static dev.gatehouse.transport.client.http.RawServer.result;
import static dev.gatehouse.transport.client.http.RawServer.send;
import static dev.gatehouse.transport.client.http.RawServer.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamEvent;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.core.upstream.UpstreamSpec;
import dev.gatehouse.transport.client.Fleet;
import dev.gatehouse.transport.client.Permits;
import dev.gatehouse.transport.client.http.RawServer.Received;
import dev.gatehouse.transport.client.http.RawServer.Script;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real sockets on loopback, in both eras. */
@Timeout(180)
class HttpUpstreamTest {
    static final String TOOLS = "\"tools\":[{\"name\":\"echo\",\"inputSchema\":{\"type\":\"object\"}}]";

    @TempDir
    Path dataDir;

    private Fleet fleet;

    @BeforeEach
    void start() {
        fleet = new Fleet(dataDir);
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    /** A modern server that leaves calls to the test. */
    static Script modern(Script calls) {
        return (request, out) -> switch (request.rpcMethod()) {
            case "server/discover" -> {
                json(out, result(request, "\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{}"));
                yield true;
            }
            case "tools/list" -> {
                json(out, result(request, TOOLS));
                yield true;
            }
            default -> calls.answer(request, out);
        };
    }

    static UpstreamSpec spec(URI url) {
        return new UpstreamSpec.Http(
                ID,
                "d",
                UpstreamSpec.Limits.DEFAULT,
                url,
                Map.of("Authorization", "Bearer upstream-secret"),
                UpstreamSpec.Protocol.AUTO);
    }

    private RawServer connect(Script script) throws IOException {
        RawServer server = new RawServer(script);
        fleet.adopt(spec(server.url())).untilReady(ID);
        return server;
    }

    @Test
    void a_modern_server_gets_the_envelope_in_body_and_headers() throws Exception {
        Json schema = Permits.json("{\"type\":\"object\",\"properties\":{"
                + "\"region\":{\"type\":\"string\",\"x-mcp-header\":\"Region\"},"
                + "\"n\":{\"type\":\"object\",\"properties\":{\"deep\":{\"type\":\"integer\",\"x-mcp-header\":\"Deep\"}}},"
                + "\"absent\":{\"type\":\"boolean\",\"x-mcp-header\":\"Absent\"}}}");
        try (RawServer server = connect(modern((request, out) -> {
            json(out, text(request, "ok"));
            return true;
        }))) {
            assertThat(fleet.status(ID).version()).contains(ProtocolVersion.V2026_07_28);
            Json arguments = Permits.json("{\"region\":\"Zürich\",\"n\":{\"deep\":42},\"absent\":null}");
            var permit = Permits.of(ID, "größe", arguments, schema, RequestMeta.of(ProtocolVersion.LATEST));
            assertThat(textOf(fleet.call(permit, WAIT_MAX))).isEqualTo("ok");
            Received call = server.received.getLast();
            assertThat(call.header("mcp-protocol-version")).isEqualTo("2026-07-28");
            assertThat(call.header("mcp-method")).isEqualTo("tools/call");
            assertThat(call.header("mcp-name")).isEqualTo("=?base64?Z3LDtsOfZQ==?=");
            assertThat(call.header("mcp-param-region")).isEqualTo("=?base64?WsO8cmljaA==?=");
            assertThat(call.header("mcp-param-deep")).isEqualTo("42");
            assertThat(call.headers()).doesNotContainKey("mcp-param-absent").doesNotContainKey("mcp-session-id");
            assertThat(call.header("authorization")).isEqualTo("Bearer upstream-secret");
            assertThat(call.header("accept")).contains("application/json").contains("text/event-stream");
            assertThat(call.body()).contains("\"arguments\":" + arguments).contains("clientCapabilities\":{}");
        }
    }

    @Test
    void what_is_done_to_a_task_names_it_in_body_and_header() throws Exception {
        try (RawServer server = connect(modern((request, out) -> {
            json(
                    out,
                    result(
                            request,
                            "\"taskId\":\"ü\",\"status\":\"working\",\"createdAt\":\"c\",\"lastUpdatedAt\":\"u\","
                                    + "\"ttlMs\":null"));
            return true;
        }))) {
            RequestMeta meta = Permits.can("{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}");
            var permit = Permits.of(ID, Operation.Verb.GET_TASK, Primitive.TOOL, "echo", "{\"taskId\":\"ü\"}", meta);
            assertThat(fleet.call(permit, WAIT_MAX))
                    .isEqualTo(new UpstreamReply.Task(
                            "ü",
                            Permits.json("{\"status\":\"working\",\"createdAt\":\"c\",\"lastUpdatedAt\":\"u\","
                                    + "\"ttlMs\":null}"),
                            Optional.empty()));
            Received call = server.received.getLast();
            assertThat(call.header("mcp-method")).isEqualTo("tasks/get");
            assertThat(call.header("mcp-name")).isEqualTo("=?base64?w7w=?=");
            assertThat(call.body())
                    .contains("\"taskId\":\"ü\"")
                    .contains("clientCapabilities\":{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}");
        }
    }

    @Test
    void a_legacy_server_gets_a_session_which_is_renewed_once_when_lost_and_ended_at_the_end() throws Exception {
        Set<String> sessions = ConcurrentHashMap.newKeySet();
        AtomicInteger given = new AtomicInteger();
        CountDownLatch deleted = new CountDownLatch(1);
        Script script = (request, out) -> {
            if (request.method().equals("DELETE")) {
                send(out, 204, "text/plain", "");
                if (!request.header("mcp-session-id").equals("listing")) {
                    deleted.countDown();
                }
            } else if (request.rpcMethod().equals("initialize")) {
                String session = request.isToList() ? "listing" : "s" + given.incrementAndGet();
                sessions.add(session);
                json(
                        out,
                        result(request, "\"protocolVersion\":\"2025-03-26\",\"capabilities\":{}"),
                        "Mcp-Session-Id: " + session);
            } else if (!sessions.contains(request.header("mcp-session-id"))) {
                send(out, request.header("mcp-session-id").isEmpty() ? 400 : 404, "text/plain", "no session");
            } else if (request.rpcMethod().equals("tools/list")) {
                json(out, result(request, TOOLS));
            } else if (request.rpcMethod().equals("tools/call")) {
                json(out, text(request, request.header("mcp-session-id")));
            } else {
                send(out, 202, "text/plain", "");
            }
            return true;
        };
        try (RawServer server = connect(script)) {
            assertThat(fleet.status(ID).version()).contains(ProtocolVersion.V2025_03_26);
            assertThat(fleet.text(ID, "echo", "{}")).isEqualTo("s1");
            sessions.clear();
            assertThat(fleet.text(ID, "echo", "{}")).isEqualTo("s2");
            assertThat(server.received)
                    .filteredOn(r -> r.method().equals("POST")
                            && !r.isToList()
                            && !r.header("mcp-session-id").equals("listing"))
                    .extracting(Received::rpcMethod)
                    .startsWith("server/discover", "initialize", "notifications/initialized", "tools/list")
                    .endsWith("tools/call", "initialize", "notifications/initialized", "tools/call");
            assertThat(server.received.getLast().header("mcp-protocol-version")).isEqualTo("2025-03-26");
            assertThat(server.received.getLast().headers()).doesNotContainKeys("mcp-method", "mcp-name");
            fleet.adopt();
            assertThat(deleted.await(WAIT_MAX.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 11, 10_000})
    void an_event_stream_may_be_split_anywhere(int size) throws Exception {
        try (RawServer _ = connect(modern((request, out) -> {
            raw(out, SSE_HEAD);
            String stream = "\uFEFF: hello\r\nevent: message\r\nid: 1\r\ndata: {\"jsonrpc\":\"2.0\",\r\n"
                    + "data:\"method\":\"notifications/message\",\"params\":{}}\r\n\r\nevent: other\ndata: {}\n\n"
                    + "data: " + text(request, "grüße") + "\n\n";
            byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
            for (int at = 0; at < bytes.length; at += size) {
                int length = Math.min(size, bytes.length - at);
                raw(out, Integer.toHexString(length) + "\r\n");
                out.write(bytes, at, length);
                raw(out, "\r\n");
            }
            raw(out, "0\r\n\r\n");
            return true;
        }))) {
            assertThat(fleet.text(ID, "echo", "{}")).isEqualTo("grüße");
        }
    }

    @Test
    void progress_on_the_stream_carries_the_callers_token_and_a_ping_is_answered() throws Exception {
        CountDownLatch pong = new CountDownLatch(1);
        try (RawServer server = connect(modern((request, out) -> {
            if (request.body().contains("\"id\":\"p1\"")) {
                send(out, 202, "text/plain", "");
                pong.countDown();
                return true;
            }
            raw(out, SSE_HEAD);
            chunk(out, "data: {\"jsonrpc\":\"2.0\",\"id\":\"p1\",\"method\":\"ping\"}\n\n");
            chunk(
                    out,
                    "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":"
                            + request.id() + ",\"progress\":1}}\n\n");
            pong.await();
            chunk(out, "data: " + text(request, "ok") + "\n\n");
            raw(out, "0\r\n\r\n");
            return true;
        }))) {
            var meta = Permits.metaWith(Optional.of(Json.of(7)), Optional.empty());
            try (UpstreamCall call = fleet.open(Permits.withMeta(ID, "echo", "{}", meta))) {
                assertThat(call.next(in(WAIT_MAX)))
                        .isInstanceOfSatisfying(
                                UpstreamEvent.Noticed.class,
                                noticed -> assertThat(noticed.notice().params().toString())
                                        .isEqualTo("{\"progressToken\":7,\"progress\":1}"));
                assertThat(call.next(in(WAIT_MAX))).isInstanceOf(UpstreamEvent.Done.class);
            }
            assertThat(server.received.stream().map(Received::body))
                    .anyMatch(body -> body.contains("\"id\":\"p1\",\"result\":{}"));
        }
    }

    @Test
    void a_connection_is_used_again() throws Exception {
        try (RawServer server = connect(modern((request, out) -> {
            json(out, text(request, "ok"));
            return true;
        }))) {
            for (int i = 0; i < 20; i++) {
                assertThat(fleet.text(ID, "echo", "{}")).isEqualTo("ok");
            }
            // One for each of the two loops.
            assertThat(server.connections.get()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void a_pooled_connection_that_was_closed_meanwhile_is_passed_over() throws Exception {
        try (RawServer server = connect(modern((request, out) -> {
            json(out, text(request, "ok"));
            return false;
        }))) {
            for (int i = 1; i <= 10; i++) {
                assertThat(fleet.text(ID, "echo", "{}")).isEqualTo("ok");
                int calls = i;
                eventually(() -> assertThat(server.leftByClient.get())
                        .as("the client has seen the end")
                        .isEqualTo(calls));
            }
        }
    }

    @Test
    void a_tool_with_a_wrong_header_annotation_is_not_offered() throws Exception {
        try (RawServer _ = connect((request, out) -> {
            json(
                    out,
                    request.rpcMethod().equals("tools/list")
                            ? result(
                                    request,
                                    "\"tools\":[{\"name\":\"good\",\"inputSchema\":{\"type\":\"object\"}},"
                                            + "{\"name\":\"bad\",\"inputSchema\":{\"type\":\"object\",\"properties\":{\"a\":"
                                            + "{\"type\":\"number\",\"x-mcp-header\":\"A\"}}}}]")
                            : result(request, "\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{}"));
            return true;
        })) {
            assertThat(fleet.fleet.listing(ID).of(Primitive.TOOL))
                    .extracting(Definition::name)
                    .containsExactly("good");
            assertThat(fleet.status(ID).notes()).anyMatch(note -> note.contains("\"bad\""));
        }
    }

    @Test
    void a_cancelled_call_closes_the_answer_of_a_modern_server() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        try (RawServer _ = connect(modern((_, out) -> {
            raw(out, SSE_HEAD);
            begun.countDown();
            waitForClose(out);
            closed.countDown();
            return false;
        }))) {
            try (UpstreamCall call = fleet.open(Permits.of(ID, "echo", "{}"))) {
                begun.await();
                call.cancel(UpstreamCall.Reason.CLIENT_GONE);
                assertThat(call.next(in(WAIT_MAX)).toString()).contains("CANCELLED");
            }
            assertThat(closed.await(WAIT_MAX.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(fleet.status(ID).inFlight()).isZero();
        }
    }

    static void waitForClose(OutputStream out) {
        try {
            while (true) {
                chunk(out, ": still here\n\n");
                LockSupport.parkNanos(10_000_000);
            }
        } catch (IOException e) {
            // That is what was waited for.
        }
    }

    @Test
    void errors_of_the_upstream_are_passed_on_whatever_their_status() throws Exception {
        try (RawServer _ = connect(modern((request, out) -> {
            send(
                    out,
                    400,
                    "application/json",
                    "{\"jsonrpc\":\"2.0\",\"id\":" + request.id() + ",\"error\":{\"code\":-32602,\"message\":\"no\"}}");
            return true;
        }))) {
            assertThat(fleet.call(ID, "echo", "{}"))
                    .isEqualTo(new UpstreamReply.Errored(-32602, "no", Optional.empty()));
        }
    }
}
