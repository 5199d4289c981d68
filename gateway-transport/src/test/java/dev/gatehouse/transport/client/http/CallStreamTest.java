package dev.gatehouse.transport.client.http;

import static dev.gatehouse.testkit.wait.Eventually.WAIT_MAX;
import static dev.gatehouse.testkit.wait.Eventually.until;
import static dev.gatehouse.transport.client.Fleet.ID;
import static dev.gatehouse.transport.client.Fleet.done;
import static dev.gatehouse.transport.client.Fleet.in;
import static dev.gatehouse.transport.client.Fleet.textOf;
import static dev.gatehouse.transport.client.http.HttpServers.connect;
import static dev.gatehouse.transport.client.http.RawServer.SSE_HEAD;
import static dev.gatehouse.transport.client.http.RawServer.chunk;
import static dev.gatehouse.transport.client.http.RawServer.raw;
import static dev.gatehouse.transport.client.http.RawServer.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.mcp.LogLevel;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.transport.client.Fleet;
import dev.gatehouse.transport.client.Permits;
import dev.gatehouse.transport.client.http.RawServer.Received;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The stream that a legacy server answers a call on: what it says, and how it is gone on with when it breaks. */
@Timeout(180)
class CallStreamTest {

    private final SessionServer sessions = new SessionServer();

    @AutoClose
    private final Fleet fleet;

    CallStreamTest(@TempDir Path dataDir) {
        fleet = new Fleet(dataDir);
    }

    @Test
    void log_messages_on_the_stream_are_passed_on_from_the_level_the_caller_wants() throws Exception {
        try (RawServer _ = connect(fleet, sessions.script((request, out) -> {
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
                    Optional.empty(),
                    meta.version(),
                    meta.clientInfo(),
                    meta.capabilities(),
                    meta.traceParent(),
                    meta.progressToken(),
                    Optional.of(LogLevel.WARNING),
                    meta.extra());
            try (UpstreamCall call = fleet.open(Permits.withMeta(ID, "echo", "{}", wants))) {
                assertThat(call.next(in(WAIT_MAX)).toString()).contains("warning");
                assertThat(call.next(in(WAIT_MAX)).toString()).contains("error");
                assertThat(textOf(done(call))).isEqualTo("ok");
            }
        }
    }

    @Test
    void a_stream_that_breaks_after_an_event_is_gone_on_with_when_the_server_is_ready() throws Exception {
        BlockingQueue<Long> times = new LinkedBlockingQueue<>();
        String[] id = new String[1];
        try (RawServer server = connect(fleet, sessions.script((request, out) -> {
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
        try (RawServer _ = connect(fleet, sessions.script((_, out) -> {
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
        try (RawServer _ = connect(fleet, sessions.script((_, out) -> {
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
