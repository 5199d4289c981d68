package dev.gatehouse.transport.client.http;

import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static dev.gatehouse.testkit.wait.Eventually.until;
import static dev.gatehouse.transport.client.Fleet.ID;
import static dev.gatehouse.transport.client.Fleet.in;
import static dev.gatehouse.transport.client.http.HttpServers.connect;
import static dev.gatehouse.transport.client.http.HttpServers.modern;
import static dev.gatehouse.transport.client.http.HttpServers.spec;
import static dev.gatehouse.transport.client.http.RawServer.SSE_HEAD;
import static dev.gatehouse.transport.client.http.RawServer.chunk;
import static dev.gatehouse.transport.client.http.RawServer.json;
import static dev.gatehouse.transport.client.http.RawServer.raw;
import static dev.gatehouse.transport.client.http.RawServer.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.upstream.Listing.Health;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamReply.Cause;
import dev.gatehouse.core.upstream.UpstreamReply.Lost;
import dev.gatehouse.core.upstream.UpstreamSpec;
import dev.gatehouse.transport.client.Fleet;
import dev.gatehouse.transport.client.Permits;
import dev.gatehouse.transport.client.http.RawServer.Script;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything an HTTP server can do wrong: its own call ends, the next one works. */
@Timeout(180)
class BadHttpServerTest {
    @AutoClose
    private final Fleet fleet;

    BadHttpServerTest(@TempDir Path dataDir) {
        fleet = new Fleet(dataDir);
    }

    @Test
    void nobody_there_is_told_at_once_and_not_sent() throws Exception {
        URI url;
        try (RawServer gone = new RawServer((_, _) -> false)) {
            url = gone.url();
        }
        fleet.adopt(spec(url));
        eventually(() ->
                assertThat(fleet.fleet.listing(ID).detail()).as("degraded").contains("cannot connect"));
        assertThat(fleet.call(ID, "echo", "{}"))
                .isInstanceOfSatisfying(
                        Lost.class, lost -> assertThat(lost.sent()).isFalse());
    }

    @Test
    void an_upstream_that_goes_away_is_degraded_and_comes_back() throws Exception {
        Script script = modern((request, out) -> {
            json(out, text(request, "ok"));
            return true;
        });
        int port;
        try (RawServer server = connect(fleet, script)) {
            port = server.url().getPort();
        }
        until("noticed", () -> {
            fleet.call(ID, "echo", "{}");
            return fleet.fleet.listing(ID).health() == Health.DEGRADED;
        });
        assertThat(fleet.fleet.listing(ID).of(Primitive.TOOL)).hasSize(1);
        try (RawServer _ = new RawServer(script, port)) {
            fleet.untilReady(ID);
            assertThat(fleet.text(ID, "echo", "{}")).isEqualTo("ok");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"jsonrpc\"",
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n50\r\n{\"jso",
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n5\r\ndata:\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 7\r\n\r\n{\"a\":1,",
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n",
                "SSH-2.0-OpenSSH_9.2\r\n\r\n",
                "\u0000\u0001\u0002\u0003",
                ""
            })
    void garbage_ends_the_call_and_the_next_one_works(String garbage) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (RawServer _ = connect(fleet, modern((request, out) -> {
            if (calls.incrementAndGet() > 1) {
                json(out, text(request, "ok"));
                return true;
            }
            raw(out, garbage);
            return false;
        }))) {
            assertThat(fleet.call(ID, "echo", "{}")).isInstanceOfSatisfying(Lost.class, lost -> {
                assertThat(lost.cause()).isIn(Cause.MALFORMED, Cause.UNAVAILABLE);
                assertThat(lost.sent()).isTrue();
            });
            assertThat(fleet.text(ID, "echo", "{}")).isEqualTo("ok");
        }
    }

    @Test
    void an_answer_over_the_limit_is_cut() throws Exception {
        try (RawServer _ = connect(fleet, modern((_, out) -> {
            raw(out, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (true) {
                chunk(out, "x".repeat(1 << 20));
            }
        }))) {
            assertThat(fleet.call(ID, "echo", "{}"))
                    .isInstanceOfSatisfying(
                            Lost.class, lost -> assertThat(lost.cause()).isEqualTo(Cause.TOO_LARGE));
        }
    }

    @Test
    void an_event_over_the_limit_is_cut() throws Exception {
        try (RawServer _ = connect(fleet, modern((_, out) -> {
            raw(out, SSE_HEAD);
            chunk(out, "data: ");
            while (true) {
                chunk(out, "x".repeat(1 << 20));
            }
        }))) {
            assertThat(fleet.call(ID, "echo", "{}"))
                    .isInstanceOfSatisfying(
                            Lost.class, lost -> assertThat(lost.cause()).isEqualTo(Cause.TOO_LARGE));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "hangs"})
    void an_upstream_that_keeps_failing_is_spared_until_a_call_succeeds_and_no_other_notices(String vice)
            throws Exception {
        AtomicBoolean bad = new AtomicBoolean(true);
        UpstreamId other = new UpstreamId("other");
        Script script = modern((request, out) -> {
            if (bad.get() && vice.equals("hangs")) {
                LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
                return false;
            }
            json(out, bad.get() ? "<html>" : text(request, "ok"));
            return true;
        });
        try (RawServer server = new RawServer(script);
                RawServer good = new RawServer(modern((request, out) -> {
                    json(out, text(request, "fine"));
                    return true;
                }))) {
            UpstreamSpec beside = new UpstreamSpec.Http(
                    other, "d", UpstreamSpec.Limits.DEFAULT, good.url(), Map.of(), UpstreamSpec.Protocol.AUTO);
            fleet.adopt(spec(server.url()), beside).untilReady(ID, other);
            for (int i = 0; i < 5; i++) {
                assertThat(fleet.call(Permits.of(ID, "echo", "{}"), Duration.ofMillis(500)))
                        .isInstanceOfSatisfying(
                                Lost.class, lost -> assertThat(lost.sent()).isTrue());
            }
            assertThat(fleet.call(ID, "echo", "{}")).isInstanceOfSatisfying(Lost.class, lost -> {
                assertThat(lost.cause()).isEqualTo(Cause.UNAVAILABLE);
                assertThat(lost.sent()).isFalse();
            });
            assertThat(fleet.status(ID).breakerOpen()).isTrue();
            assertThat(fleet.status(other).breakerOpen()).isFalse();
            assertThat(fleet.text(other, "echo", "{}")).isEqualTo("fine");
            bad.set(false);
            until("a probe succeeds", () -> fleet.text(ID, "echo", "{}").equals("ok"));
            assertThat(fleet.status(ID).breakerOpen()).isFalse();
            assertThat(fleet.changes).anyMatch(change -> change.startsWith("files spared"));
            assertThat(fleet.changes).anyMatch(change -> change.startsWith("files no longer spared"));
        }
    }

    @Test
    void an_endless_stream_ends_at_the_deadline_and_nobody_reads_ahead_of_the_caller() throws Exception {
        AtomicInteger written = new AtomicInteger();
        try (RawServer _ = connect(fleet, modern((_, out) -> {
            raw(out, SSE_HEAD);
            String event = "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"x\":\""
                    + "y".repeat(60_000) + "\"}}\n\n";
            while (true) {
                chunk(out, event);
                written.incrementAndGet();
            }
        }))) {
            try (UpstreamCall call = fleet.open(Permits.of(ID, "echo", "{}"))) {
                // Nobody pulls: the mailbox and the sockets fill, then the server waits.
                AtomicInteger before = new AtomicInteger(-1);
                until(
                        "the server waits",
                        () -> before.getAndSet(written.get()) == written.get()
                                && written.get() > 0
                                && isStill(written));
                assertThat(written.get()).isLessThan(400);
                assertThat(call.next(in(Duration.ofMillis(300))).toString()).contains("TIMEOUT");
            }
        }
    }

    private static boolean isStill(AtomicInteger counter) {
        int before = counter.get();
        LockSupport.parkNanos(200_000_000);
        return counter.get() == before;
    }
}
