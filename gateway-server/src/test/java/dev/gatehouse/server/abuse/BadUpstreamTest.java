package dev.gatehouse.server.abuse;

import static dev.gatehouse.server.abuse.RawUpstream.json;
import static dev.gatehouse.server.abuse.RawUpstream.result;
import static dev.gatehouse.server.abuse.RawUpstream.write;
import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static dev.gatehouse.testkit.wait.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.abuse.Ask.Said;
import dev.gatehouse.server.e2e.AuditRows;
import dev.gatehouse.server.e2e.TestGateway;
import dev.gatehouse.testkit.postgres.Connectable;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * T51, T52: every way an upstream can misbehave ends for the client in {@code isError} or a JSON-RPC error within the
 * upstream's deadline, is on record for what it was, and a good upstream beside it answers all the while.
 */
class BadUpstreamTest {
    private static final Duration UPSTREAM_TIMEOUT = Duration.ofSeconds(1);
    /** For upstreams that answer: a busy machine must not make another vice of theirs. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(20);
    /** For a busy machine; far below the whole call's own limit of a minute. */
    private static final Duration SLACK_MAX = Duration.ofSeconds(20);

    private static final Duration SHIPPING_WAIT_MAX = Duration.ofSeconds(60);
    private static final CountDownLatch OVER = new CountDownLatch(1);
    private static final AtomicInteger FOLLOWED = new AtomicInteger();

    /** How it misbehaves, what the record must say, and the JSON-RPC code the client gets; 0 for {@code isError}. */
    enum Vice {
        DEAD("lost", 0, (call, out) -> write(out, "")),
        HUNG("lost", 0, (call, out) -> awaitEnd()),
        STALLS("lost", 0, (call, out) -> {
            write(out, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 999\r\n\r\n{\"json");
            awaitEnd();
        }),
        FLOODS("lost", 0, (call, out) -> flood(out, "Content-Type: application/json", "9".repeat(8_192))),
        FLOODS_EVENTS(
                "lost", 0, (call, out) -> flood(out, "Content-Type: text/event-stream", "data: {}\n\n".repeat(800))),
        GARBAGE("lost", 0, (call, out) -> write(out, "\u0001\u0002 garbage \u001b[31m\r\n\r\n")),
        NO_JSON("lost", 0, (call, out) -> json(out, "<html>Welcome</html>")),
        TWICE("lost", 0, (call, out) -> json(out, result(call, "{\"content\":[],\"content\":[{}]"))),
        DEEP("lost", 0, (call, out) -> json(out, result(call, "{\"content\":" + "[".repeat(99) + "]".repeat(99)))),
        OTHER_ID("lost", 0, (call, out) -> json(out, "{\"jsonrpc\":\"2.0\",\"id\":\"other\",\"result\":{}}")),
        NO_OBJECT("lost", 0, (call, out) -> json(out, "{\"jsonrpc\":\"2.0\",\"id\":" + call.id() + ",\"result\":[1]}")),
        CLOSES("lost", 0, (call, out) -> fail()),
        CLOSES_MIDWAY("lost", 0, (call, out) -> {
            write(out, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{\"json");
            fail();
        }),
        TOO_LARGE("lost", 0, (call, out) -> json(out, result(call, "{\"x\":\"" + "x".repeat(17 << 20) + "\""))),
        UNAUTHORIZED("lost", 0, (call, out) -> status(out, "401 Unauthorized\r\nWWW-Authenticate: Bearer")),
        FORBIDDEN("lost", 0, (call, out) -> status(out, "403 Forbidden")),
        REDIRECTS("lost", 0, (call, out) -> status(out, "307 Temporary Redirect\r\nLocation: " + Canary.URL)),
        BROKEN("lost", 0, (call, out) -> status(out, "500 Internal Server Error")),
        BUSY("lost", 0, (call, out) -> status(out, "503 Service Unavailable")),
        COMPRESSED(
                "lost",
                0,
                (call, out) -> status(out, "200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip")),
        ERROR(
                "upstream_error",
                -5,
                (call, out) -> json(
                        out,
                        "{\"jsonrpc\":\"2.0\",\"id\":" + call.id()
                                + ",\"error\":{\"code\":-5,\"message\":\"no luck\"}}")),
        TOOL_ERROR("tool_error", 0, (call, out) -> json(out, result(call, "{\"content\":[],\"isError\":true")));

        final String outcome;
        final long code;
        final RawUpstream.Conduct conduct;

        Vice(String outcome, long code, RawUpstream.Conduct conduct) {
            this.outcome = outcome;
            this.code = code;
            this.conduct = conduct;
        }

        Duration timeout() {
            return this == ERROR || this == TOOL_ERROR ? ANSWER_TIMEOUT : UPSTREAM_TIMEOUT;
        }

        /** With a hyphen where the constant has an underscore, as names in a configuration are written. */
        String upstream() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Where a redirect would lead. */
    private static final class Canary {
        static final String URL = start();

        private static String start() {
            try {
                return RawUpstream.start(List.of(), (call, out) -> FOLLOWED.incrementAndGet())
                        .url();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @TempDir
    static Path folder;

    private static final Map<Vice, RawUpstream> UPSTREAMS = new EnumMap<>(Vice.class);
    private static RawUpstream good;
    private static TestGateway gateway;
    private static AuditRows rows;
    private static McpCaller caller;
    private static GoodCalls beside;

    @BeforeAll
    static void start() throws Exception {
        Connectable database = TestDatabase.shared().freshDatabase();
        rows = new AuditRows(database);
        good = RawUpstream.start(List.of("echo"), RawUpstream::echo);
        StringBuilder upstreams = new StringBuilder("  good: { url: \"" + good.url() + "\" }\n");
        StringBuilder published = new StringBuilder("good: {}");
        List<String> tools = new ArrayList<>(List.of("good_echo"));
        for (Vice vice : Vice.values()) {
            RawUpstream upstream = RawUpstream.start(List.of("call"), vice.conduct);
            UPSTREAMS.put(vice, upstream);
            upstreams.append("  %s: { url: \"%s\", timeout: %ds }\n"
                    .formatted(vice.upstream(), upstream.url(), vice.timeout().toSeconds()));
            published.append(", ").append(vice.upstream()).append(": {}");
            tools.add(vice.upstream() + "_call");
        }
        gateway = TestGateway.prepare(folder, database, """
                upstreams:
                %s  stdio-flood: { command: sh, args: ["-c", "head -c 20000000 /dev/zero"] }
                  stdio-noise: { command: sh, args: ["-c", "printf '\\\\033[31mred\\\\n' >&2; yes | head -c 5000000"] }
                  stdio-gone: { command: sh, args: ["-c", "exit 3"] }
                virtualServers:
                  main: { upstreams: { %s, stdio-flood: {}, stdio-noise: {}, stdio-gone: {} } }
                agents:
                  alice: { bundle: team }
                bundles:
                  team: { virtualServers: [main] }
                """.formatted(upstreams, published))
                .start();
        caller = McpCaller.of(gateway, "alice", "main").awaitTools(tools.toArray(String[]::new));
        UPSTREAMS.get(Vice.DEAD).close();
        beside = new GoodCalls();
    }

    @AfterAll
    static void stop() throws Exception {
        OVER.countDown();
        gateway.close();
        good.close();
        for (RawUpstream upstream : UPSTREAMS.values()) {
            upstream.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void it_ends_as_an_error_in_time_and_on_record(Vice vice) throws Exception {
        String tool = vice.upstream() + "_call";
        int goodBefore = beside.answered.get();
        long started = System.nanoTime();
        Said said = caller.call(tool, "{}");
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        assertThat(said.status()).as(said.body()).isEqualTo(200);
        assertThat(said.code()).as(said.body()).isEqualTo(vice.code);
        assertThat(said.isToolError()).as(said.body()).isEqualTo(vice.code == 0);
        assertThat(said.body())
                .hasSizeLessThan(1_000)
                .doesNotContain("Exception")
                .doesNotContain("127.0.0.1");
        assertThat(took).isLessThan(vice.timeout().plus(SLACK_MAX));
        String where = "outcome = '" + vice.outcome + "' and call_id in"
                + " (select call_id from audit.event where type = 'call_attempted' and tool = '" + tool + "')";
        assertThat(rows.await(where, count -> count >= 1, SHIPPING_WAIT_MAX))
                .as("on record as " + vice.outcome)
                .isPositive();
        beside.awaitMoreThan(goodBefore);
    }

    @Test
    void no_redirect_was_followed() throws Exception {
        caller.call("redirects_call", "{}");
        assertThat(FOLLOWED.get()).isZero();
    }

    @Test
    void operators_see_which_upstream_is_bad_and_no_control_characters() throws Exception {
        String upstreams = "/api/v1/upstreams";
        eventually(() ->
                assertThat(gateway.admin("GET", upstreams).body()).containsPattern("\"stdio-gone\"[^}]*\"degraded\""));
        assertThat(gateway.admin("GET", upstreams).body() + Files.readString(gateway.log()))
                .doesNotContain("\u001b");
    }

    private static void flood(OutputStream out, String type, String piece) throws IOException {
        write(out, "HTTP/1.1 200 OK\r\n" + type + "\r\nTransfer-Encoding: chunked\r\n\r\n");
        while (OVER.getCount() > 0) {
            write(out, Integer.toHexString(piece.length()) + "\r\n" + piece + "\r\n");
        }
    }

    private static void status(OutputStream out, String head) throws IOException {
        write(out, "HTTP/1.1 " + head + "\r\nContent-Length: 0\r\n\r\n");
    }

    private static void fail() throws IOException {
        throw new IOException("closes the connection");
    }

    private static void awaitEnd() throws IOException {
        try {
            if (OVER.await(60, TimeUnit.SECONDS)) {
                fail();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A caller of the good upstream, one call after the other, for as long as the tests run. */
    private static final class GoodCalls {
        final AtomicInteger answered = new AtomicInteger();
        private final Queue<String> failures = new ConcurrentLinkedQueue<>();
        private final AtomicBoolean failed = new AtomicBoolean();

        GoodCalls() {
            Thread.ofPlatform().daemon().start(() -> {
                while (OVER.getCount() > 0 && !failed.get()) {
                    callOnce();
                }
            });
        }

        private void callOnce() {
            try {
                Said said = caller.call("good_echo", "{\"say\":\"fine\"}");
                if (said.body().contains("fine")) {
                    answered.incrementAndGet();
                    return;
                }
                failures.add(said.status() + " " + said.body());
            } catch (IOException e) {
                failures.add(e.toString());
            }
            failed.set(OVER.getCount() > 0);
        }

        void awaitMoreThan(int before) {
            until("a good call was answered meanwhile", () -> answered.get() > before || failed.get());
            assertThat(failures).isEmpty();
        }
    }
}
