package dev.gatehouse.transport.client.http;

import static dev.gatehouse.testkit.wait.Eventually.WAIT_MAX;
import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static dev.gatehouse.transport.client.Fleet.ID;
import static dev.gatehouse.transport.client.Fleet.in;
import static dev.gatehouse.transport.client.http.HttpServers.TOOLS;
import static dev.gatehouse.transport.client.http.HttpServers.connect;
import static dev.gatehouse.transport.client.http.HttpServers.modern;
import static dev.gatehouse.transport.client.http.HttpServers.waitForClose;
import static dev.gatehouse.transport.client.http.RawServer.SSE_HEAD;
import static dev.gatehouse.transport.client.http.RawServer.chunk;
import static dev.gatehouse.transport.client.http.RawServer.json;
import static dev.gatehouse.transport.client.http.RawServer.raw;
import static dev.gatehouse.transport.client.http.RawServer.result;
import static dev.gatehouse.transport.client.http.RawServer.send;
import static dev.gatehouse.transport.client.http.RawServer.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamEvent;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.transport.client.Fleet;
import dev.gatehouse.transport.client.Permits;
import dev.gatehouse.transport.client.http.RawServer.Received;
import dev.gatehouse.transport.client.http.RawServer.Script;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real sockets on loopback, in both eras. */
@Timeout(180)
class HttpUpstreamTest {
    private final SessionServer sessions = new SessionServer();

    @AutoClose
    private final Fleet fleet;

    HttpUpstreamTest(@TempDir Path dataDir) {
        fleet = new Fleet(dataDir);
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
        try (RawServer server = connect(fleet, script)) {
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
        try (RawServer _ = connect(fleet, modern((request, out) -> {
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
        try (RawServer server = connect(fleet, modern((request, out) -> {
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
        try (RawServer server = connect(fleet, modern((request, out) -> {
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
        try (RawServer server = connect(fleet, modern((request, out) -> {
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
    void a_cancelled_call_closes_the_answer_of_a_modern_server() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        try (RawServer _ = connect(fleet, modern((_, out) -> {
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

    @Test
    void errors_of_the_upstream_are_passed_on_whatever_their_status() throws Exception {
        try (RawServer _ = connect(fleet, modern((request, out) -> {
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
