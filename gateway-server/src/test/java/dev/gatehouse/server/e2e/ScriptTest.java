package dev.gatehouse.server.e2e;

import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.testkit.mcp.HttpMcpServer;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** Scripts of a file in a running gateway. The upstream says again what it is given. */
class ScriptTest {
    private static final Duration SHIPPING_WAIT_MAX = Duration.ofSeconds(60);
    private static final String KEY = "k-1029384756-xyz";

    @TempDir
    static Path folder;

    private static final AtomicReference<String> given = new AtomicReference<>("");
    private static final AtomicReference<String> presented = new AtomicReference<>("");
    private static HttpMcpServer upstream;
    private static HttpServer registry;
    private static TestGateway gateway;
    private static AuditRows rows;

    @BeforeAll
    static void start() throws Exception {
        var database = TestDatabase.shared().freshDatabase();
        rows = new AuditRows(database);
        upstream = HttpMcpServer.start(ScriptTest::answer);
        registry = registry();
        script("mask.js", """
            (ctx) => ctx.phase === "arguments" && ctx.arguments.note !== undefined
              ? { action: "redact", paths: ["/note"], reason: "A note." }
              : ctx.phase === "result" && ctx.result.content[0].text.includes("inside")
                ? { action: "redact", paths: ["/content/0/text"] }
                : { action: "allow" }
            """);
        script("stop.js", """
            (ctx) => {
              if (ctx.arguments.say === "boom") throw new Error("not for callers");
              return { action: "deny", reason: `No ${ctx.tool} for ${ctx.agent} of ${ctx.bundle}.` };
            }
            """);
        script("hide.js", "(ctx) => ({ action: ctx.tool === 'echo' ? 'deny' : 'allow' });");
        script("ask.js", """
            async (ctx) => {
              const said = await fetch("http://127.0.0.1:%d/may", { headers: { authorization: "Bearer " + ctx.secrets.KEY } });
              const { may, heard } = await said.json();
              return { action: may ? "flag" : "deny", reason: heard + (ctx.secrets.KEY === "%s") };
            }
            """.formatted(registry.getAddress().getPort(), KEY));
        gateway = TestGateway.prepare(folder, database, """
            scripts: { workers: 1 }
            upstreams:
              tools: { url: "%s" }
            virtualServers:
              main: { names: original, upstreams: { tools: {} } }
            bundles:
              masked: { virtualServers: [main], policies: [mask] }
              stopped: { virtualServers: [main], policies: [stop] }
              tried: { virtualServers: [main], policies: [try] }
              blind: { virtualServers: [main], policies: [hide] }
              asking: { virtualServers: [main], policies: [ask] }
            agents:
              mia: { bundle: masked }
              sam: { bundle: stopped }
              tim: { bundle: tried }
              ben: { bundle: blind }
              ann: { bundle: asking }
            policies:
              mask: [ { script: mask.js, timeout: 1s } ]
              stop: [ { script: stop.js, on: [arguments], timeout: 1s } ]
              try: [ { script: stop.js, on: [arguments], mode: shadow, timeout: 1s } ]
              hide: [ { script: hide.js, on: [list], timeout: 1s } ]
              ask:
                - script: ask.js
                  on: [arguments]
                  timeout: 5s
                  fetch: ["http://127.0.0.1:%d"]
                  secrets: { KEY: "${env:REGISTRY_KEY}" }
            """.formatted(
                                upstream.url(), registry.getAddress().getPort()))
                .withEnvironment("REGISTRY_KEY", KEY)
                .withJvmOption("-Dgatehouse.root=" + System.getProperty("gatehouse.root"))
                .start()
                .awaitUpstreams(1);
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        upstream.close();
        registry.stop(0);
    }

    private static JsonNode answer(JsonNode arguments) {
        given.set(arguments.toString());
        return StringNode.valueOf(arguments.path("say").asString(""));
    }

    /** Lets through while it is shown the key, and says what it was shown. */
    private static HttpServer registry() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/may", exchange -> {
            presented.set(exchange.getRequestHeaders().getFirst("authorization"));
            byte[] body = ("{\"may\":" + ("Bearer " + KEY).equals(presented.get()) + ",\"heard\":\"" + presented.get()
                            + "\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    @Test
    void a_script_masks_arguments_before_the_tool_sees_them_and_results_before_the_caller_does() throws Exception {
        assertThat(call("mia", "{\"note\":\"private\",\"say\":\"done\"}")).contains("done");
        assertThat(given.get()).contains("[redacted]").doesNotContain("private");
        assertThat(call("mia", "{\"say\":\"from inside\"}"))
                .contains("[redacted]")
                .doesNotContain("from inside");
    }

    @Test
    void a_script_denies_with_its_own_reason_and_one_that_throws_with_none_of_its_words() throws Exception {
        given.set("");
        assertThat(call("sam", "{\"say\":\"x\"}")).contains("\"isError\":true", "No echo for sam of stopped.");
        assertThat(call("sam", "{\"say\":\"boom\"}"))
                .contains("\"isError\":true", "The script of policy stop[0] threw an error.")
                .doesNotContain("not for callers");
        assertThat(given.get()).isEmpty();
    }

    @Test
    void a_script_on_trial_is_recorded_and_changes_nothing() throws Exception {
        assertThat(call("tim", "{\"say\":\"through\"}")).contains("through");
        String told = "convert_from(body, 'UTF8') like '%\"decision\":\"would_deny\"%No echo for tim%'";
        assertThat(rows.await(told, n -> n > 0, SHIPPING_WAIT_MAX)).isEqualTo(1);
    }

    @Test
    void what_a_script_hides_is_neither_listed_nor_there() throws Exception {
        String token = gateway.token(gateway.credential("ben"), "main");
        assertThat(gateway.tools("main", token)).doesNotContain("\"echo\"");
        assertThat(gateway.call("main", token, "echo", "{}").body()).contains("error");
    }

    @Test
    void a_script_asks_another_server_with_a_secret_that_it_never_holds() throws Exception {
        assertThat(call("ann", "{\"say\":\"asked\"}")).contains("asked");
        assertThat(presented.get()).isEqualTo("Bearer " + KEY);
        String told = "convert_from(body, 'UTF8') like '%Bearer secret-KEY-%false%'";
        assertThat(rows.await(told, n -> n > 0, SHIPPING_WAIT_MAX)).isEqualTo(1);
    }

    @Test
    void a_script_that_cannot_be_read_is_refused_with_its_place_and_a_changed_one_counts() throws Exception {
        String good = gateway.body();
        Files.writeString(folder.resolve("broken.js"), "(ctx) => {\n  return {;\n}\n");
        gateway.configure(good + "  broken: [ { script: broken.js } ]\n");
        assertThat(gateway.run("check", gateway.config().toString()).out()).contains("broken.js:2:");
        eventually(() -> assertThat(gateway.logTail()).contains("reload (the file changed) refused", "broken.js:2:"));
        gateway.configure(good);
        script("turn.js", "(ctx) => ({ action: 'deny', reason: 'First.' })");
        gateway.configure(good.replace(
                "{ script: stop.js, on: [arguments], timeout: 1s }",
                "{ script: turn.js, on: [arguments], timeout: 1s }"));
        eventually(() -> assertThat(call("sam", "{}")).contains("First."));
        script("turn.js", "(ctx) => ({ action: 'deny', reason: 'Second.' })");
        eventually(() -> assertThat(call("sam", "{}")).contains("Second."));
        gateway.configure(good);
        eventually(() -> assertThat(call("sam", "{\"say\":\"x\"}")).contains("No echo"));
    }

    private static void script(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private static String call(String agent, String arguments) throws IOException {
        String token = gateway.token(gateway.credential(agent), "main");
        return gateway.call("main", token, "echo", arguments).body();
    }
}
