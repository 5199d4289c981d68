package dev.gatehouse.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.testkit.postgres.Connectable;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The official clients, from npm, against a running gateway with the official servers, from npm, behind it. */
class RealClientsTest {
    private static final Duration TOOLS_WAIT_MAX = Duration.ofSeconds(30);

    @TempDir
    static Path folder;

    private static Connectable database;
    private static TestGateway gateway;
    private static Process everythingOverHttp;
    private static Path npm;

    @BeforeAll
    static void start() throws Exception {
        npm = NodeModules.clients().home();
        Files.writeString(folder.resolve("note.txt"), "read through the gateway");
        int everythingPort = TestGateway.freePort();
        everythingOverHttp = node(
                        Map.of("PORT", Integer.toString(everythingPort)),
                        "node_modules/@modelcontextprotocol/server-everything/dist/index.js",
                        "streamableHttp")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("everything.log").toFile())
                .start();
        database = TestDatabase.shared().freshDatabase();
        gateway = TestGateway.prepare(folder, database, body(everythingPort)).start();
        awaitTools();
    }

    @AfterAll
    static void stop() throws Exception {
        if (gateway != null) {
            gateway.close();
        }
        if (everythingOverHttp != null) {
            everythingOverHttp.destroy();
            everythingOverHttp.waitFor(10, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest(name = "{0} in mode {1} speaks {2}")
    @CsvSource({"sdk1.mjs, -, 2025-11-25", "sdk2.mjs, auto, 2026-07-28", "sdk2.mjs, legacy, 2025-11-25"})
    void connects_lists_and_calls(String client, String mode, String version) throws Exception {
        String note = folder.resolve("note.txt").toRealPath().toString();
        Json seen = runClient(client, mode, """
                [["demo_echo",{"message":"hi"}],
                 ["files_read_text_file",{"path":"%s"}],
                 ["every_echo",{"message":"over stdio"}],
                 ["web_get-sum",{"a":19,"b":23}],
                 ["files_write_file",{"path":"%s","content":"no"}],
                 ["demo_nowhere",{}]]
                """.formatted(note, note));
        assertThat(seen.text("version")).contains(version);
        assertThat(seen.member("tools").orElseThrow().toString())
                .contains("demo_echo", "files_read_text_file", "every_echo", "web_get-sum")
                .doesNotContain("files_write_file");
        List<Json> results = seen.member("results").orElseThrow().elements();
        assertThat(results.get(0).toString()).contains("hi");
        assertThat(results.get(1).toString()).contains("read through the gateway");
        assertThat(results.get(2).toString()).contains("over stdio");
        assertThat(results.get(3).toString()).contains("42");
        assertThat(results.get(4).toString()).contains("Unknown tool");
        assertThat(results.get(5).toString()).contains("Unknown tool");
        assertThat(Files.readString(folder.resolve("note.txt"))).isEqualTo("read through the gateway");
    }

    @Test
    void every_call_of_a_real_client_is_in_the_trail() throws Exception {
        AuditRows rows = new AuditRows(database);
        runClient("sdk2.mjs", "auto", "[[\"demo_add\",{\"a\":1,\"b\":2}],[\"demo_forget_everything\",{}]]");
        assertThat(rows.await(
                        "tool = 'demo_add' and type = 'call_attempted'", count -> count >= 1, Duration.ofSeconds(10)))
                .isGreaterThanOrEqualTo(1);
        assertThat(rows.await(
                        "tool = 'demo_forget_everything' and type = 'call_refused'",
                        count -> count >= 1,
                        Duration.ofSeconds(10)))
                .isEqualTo(1);
    }

    private static Json runClient(String client, String mode, String calls) throws Exception {
        String token = gateway.token(gateway.credential("tester"), "all");
        Process process = node(
                        Map.of(
                                "MCP_URL", gateway.mcpUrl("all"),
                                "MCP_TOKEN", token,
                                "MCP_MODE", mode,
                                "MCP_CALLS", calls),
                        client)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(() -> client + ": " + err + "\n" + tail())
                .isZero();
        return TestGateway.json(out.strip());
    }

    private static String tail() {
        try {
            return gateway.logTail();
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static void awaitTools() throws Exception {
        long until = System.nanoTime() + TOOLS_WAIT_MAX.toNanos();
        String listed = "";
        while (System.nanoTime() < until) {
            listed = runClient("sdk1.mjs", "-", "[]")
                    .member("tools")
                    .orElseThrow()
                    .toString();
            if (listed.contains("demo_")
                    && listed.contains("files_")
                    && listed.contains("every_")
                    && listed.contains("web_")) {
                return;
            }
            LockSupport.parkNanos(200_000_000);
        }
        throw new AssertionError("not all upstreams came up; listed: " + listed + "\n" + gateway.logTail());
    }

    private static ProcessBuilder node(Map<String, String> environment, String... arguments) {
        List<String> command = new java.util.ArrayList<>(List.of("node"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(npm.toFile());
        builder.environment().putAll(environment);
        return builder;
    }

    private static String body(int everythingPort) throws IOException {
        Path modules = npm.resolve("node_modules/@modelcontextprotocol");
        return """
                upstreams:
                  demo: %s
                  files: { command: node, args: ["%s/server-filesystem/dist/index.js", "%s"] }
                  every: { command: node, args: ["%s/server-everything/dist/index.js", "stdio"] }
                  web: { url: "http://127.0.0.1:%d/mcp" }
                virtualServers:
                  all:
                    upstreams:
                      demo: {}
                      files: { tools: { allow: ["read_*", "list_*"] } }
                      every: {}
                      web: {}
                agents:
                  tester: { bundle: testers, owner: owner@example.com }
                bundles:
                  testers: { virtualServers: [all], policies: [careful] }
                policies:
                  careful:
                    - { tools: ["*_forget_*"], deny: "Nothing is forgotten here." }
                """.formatted(TestGateway.demoUpstream(), modules, folder.toRealPath(), modules, everythingPort);
    }
}
