package dev.gatehouse.server.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.abuse.Ask.Said;
import dev.gatehouse.server.e2e.TestGateway;
import dev.gatehouse.testkit.postgres.Connectable;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * T30, T31, T39: what an authenticated caller can send that is wrong, in both eras, through the whole process. Each gets
 * the status and the code of the specification and one message, nothing goes upstream, and the next caller is served.
 */
class BadInputTest {
    private static final String DEEP = "[".repeat(100) + "]".repeat(100);

    @TempDir
    static Path folder;

    private static TestGateway gateway;
    private static RawUpstream upstream;
    private static McpCaller caller;
    private static String session;
    private static int sent;

    /** @param spoil what is done to a good call */
    record Bad(String what, UnaryOperator<Ask> spoil, int status, long code) {
        @Override
        public String toString() {
            return what;
        }
    }

    @BeforeAll
    static void start() throws Exception {
        Connectable database = TestDatabase.shared().freshDatabase();
        upstream = RawUpstream.start(List.of("echo"), RawUpstream::echo);
        gateway = TestGateway.prepare(folder, database, """
                limits: { requestBody: 64KiB }
                upstreams:
                  raw: { url: "%s" }
                virtualServers:
                  main: { names: original, upstreams: { raw: {} } }
                agents:
                  alice: { bundle: team }
                bundles:
                  team: { virtualServers: [main] }
                """.formatted(upstream.url()))
                .start();
        caller = McpCaller.of(gateway, "alice", "main").awaitTools("echo");
        session = caller.session("2025-11-25");
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    private static Bad body(String what, String body, long code) {
        return new Bad(what, ask -> ask.saying(body), 400, code);
    }

    private static Bad header(String what, String name, String value, int status, long code) {
        return new Bad(what, ask -> value.isEmpty() ? ask.without(name) : ask.with(name, value), status, code);
    }

    static Stream<Bad> bothEras() {
        return Stream.of(
                body("no JSON", "{", -32700),
                body("trailing bytes", "{} x", -32700),
                body("a byte order mark", "\uFEFF{}", -32700),
                body("a name twice", "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"tools/list\"}", -32700),
                body("a name twice, escaped", "{\"id\":1,\"\\u0069d\":2}", -32700),
                body("a lone surrogate", "{\"a\":\"\\ud800\"}", -32700),
                body("NaN", "{\"a\":NaN}", -32700),
                body(
                        "too deep",
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":{\"a\":" + DEEP + "}}",
                        -32600),
                body("a number", "5", -32600),
                body("no version", "{\"id\":1,\"method\":\"tools/list\"}", -32600),
                body("id null", "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"tools/list\"}", -32600),
                body("params a list", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":[]}", -32600),
                body("a batch", "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}]", -32600),
                new Bad("too large", ask -> ask.saying("x".repeat(70_000)), 413, 0),
                new Bad("empty", ask -> ask.saying("").with("Content-Length", "0"), 400, -32700),
                header("a form", "Content-Type", "application/x-www-form-urlencoded", 415, 0),
                header("no type", "Content-Type", "", 415, 0),
                header("compressed", "Content-Encoding", "gzip", 415, 0),
                header("wants pictures", "Accept", "image/png", 406, 0));
    }

    static Stream<Bad> modernEra() {
        return Stream.of(
                header("another name", "Mcp-Name", "other", 400, -32020),
                header("no name", "Mcp-Name", "", 400, -32020),
                header("another method", "Mcp-Method", "tools/list", 400, -32020),
                header("no method", "Mcp-Method", "", 400, -32020),
                header("another revision", "MCP-Protocol-Version", "2025-11-25", 400, -32020),
                new Bad("the name twice", ask -> ask.and("Mcp-Name: echo"), 400, -32020),
                new Bad("no envelope", ask -> ask.saying(ask.body().replace("_meta", "_mate")), 400, -32602),
                new Bad(
                        "no capabilities",
                        ask -> ask.saying(ask.body().replace("clientCap", "clientCup")),
                        400,
                        -32602),
                new Bad(
                        "a revision to come",
                        ask -> ask.saying(ask.body().replace("2026-07-28", "2031-01-01"))
                                .with("MCP-Protocol-Version", "2031-01-01"),
                        400,
                        -32022),
                new Bad(
                        "arguments a list",
                        ask -> ask.saying(ask.body().replace("{\"say\":\"x\"}", "[]")),
                        200,
                        -32602),
                new Bad("no such method", ask -> renamed(ask, "tools/destroy"), 404, -32601),
                new Bad("initialize", ask -> renamed(ask, "initialize"), 404, -32601));
    }

    static Stream<Bad> legacyEra() {
        return Stream.of(
                header("no session", "Mcp-Session-Id", "", 400, -32600),
                header("a made-up session", "Mcp-Session-Id", "made-up", 404, -32600),
                header("an unknown revision", "MCP-Protocol-Version", "2025-01-01", 400, -32600),
                new Bad("no name", ask -> ask.saying(ask.body().replace("\"name\"", "\"nome\"")), 200, -32602),
                new Bad("a name of no text", ask -> ask.saying(ask.body().replace("\"echo\"", "7")), 200, -32602),
                new Bad("a long name", ask -> ask.saying(ask.body().replace("echo", "e".repeat(5_000))), 200, -32602),
                new Bad("no such method", ask -> ask.saying(ask.body().replace("tools/call", "x")), 200, -32601));
    }

    private static Ask renamed(Ask ask, String method) {
        return ask.saying(ask.body().replace("tools/call", method)).with("Mcp-Method", method);
    }

    @ParameterizedTest
    @MethodSource({"bothEras", "modernEra"})
    void a_modern_call_spoiled(Bad bad) throws Exception {
        judge(bad, caller.modernCall("echo", "{\"say\":\"x\"}"));
    }

    @ParameterizedTest
    @MethodSource({"bothEras", "legacyEra"})
    void a_legacy_call_spoiled(Bad bad) throws Exception {
        judge(bad, caller.legacyCall(session, "echo", "{\"say\":\"x\"}"));
    }

    private static void judge(Bad bad, Ask good) throws Exception {
        sent = upstream.received().size();
        Said said = bad.spoil().apply(good).send(gateway.port);
        assertThat(said.status()).as(said.body()).isEqualTo(bad.status());
        if (bad.code() != 0) {
            assertThat(said.code()).as(said.body()).isEqualTo(bad.code());
            assertThat(said.json().member("error").orElseThrow().text("message").orElse(""))
                    .isNotBlank()
                    .doesNotContain("dev.gatehouse")
                    .doesNotContain("Exception");
        } else {
            assertThat(said.body()).isNotBlank().hasSizeLessThan(200);
        }
        assertThat(upstream.received()).as("nothing went upstream").hasSize(sent);
    }

    @AfterEach
    void the_next_good_request_is_served() throws Exception {
        assertThat(caller.call("echo", "{\"say\":\"still here\"}").body()).contains("still here");
        assertThat(caller.legacyCall(session, "echo", "{\"say\":\"still here\"}")
                        .send(gateway.port)
                        .body())
                .contains("still here");
    }

    @Test
    void names_and_arguments_of_clients_write_no_lines_of_their_own_into_the_log() throws Exception {
        String forged = "x\\r\\n2026-11-20 ERROR forged\\u001b[31m\\u202e";
        Ask ask = caller.legacyCall(session, forged, "{}").with("User-Agent", "a\u001b[31mb");
        assertThat(ask.send(gateway.port).status()).isIn(200, 400);
        caller.modern("tools/list", "")
                .with("traceparent", "00-forged\u001b[31m")
                .send(gateway.port);
        assertThat(Files.readString(gateway.log()).lines())
                .noneMatch(line -> line.contains("\u001b") || line.startsWith("2026-11-20 ERROR forged"));
    }
}
