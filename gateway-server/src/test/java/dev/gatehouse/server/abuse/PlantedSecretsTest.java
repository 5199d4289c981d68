package dev.gatehouse.server.abuse;

import static dev.gatehouse.server.abuse.RawUpstream.json;
import static dev.gatehouse.testkit.wait.Eventually.WAIT_MAX;
import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.server.e2e.AuditRows;
import dev.gatehouse.server.e2e.TestGateway;
import dev.gatehouse.testkit.postgres.Connectable;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * T29, T72, P3: secrets are planted wherever a gateway meets one, then used, misused and made to fail. Afterwards they are
 * looked for in everything it wrote or told.
 */
class PlantedSecretsTest {
    private static final String HEADER = "canary-header-5f1c";
    private static final String CHILD = "canary-child-6a2d";
    private static final String OWN = "canary-own-7b3e";
    private static final String ARGUMENT = "canary-argument-8c4f";
    private static final String RESULT = "canary-result-9d50";
    private static final String FAILURE = "canary-failure-ae61";
    private static final String SESSION = "canary-session-bf72";

    @TempDir
    Path folder;

    @Test
    void no_secret_is_found_where_it_must_not_be() throws Exception {
        Connectable database = TestDatabase.shared().freshDatabase();
        try (RawUpstream upstream = RawUpstream.start(List.of("echo", "fail"), PlantedSecretsTest::answer);
                TestGateway gateway = TestGateway.prepare(folder, database, body(upstream))
                        .withEnvironment("PLANTED_HEADER", HEADER)
                        .withEnvironment("PLANTED_CHILD", CHILD)
                        .withEnvironment("PLANTED_OWN", OWN)
                        .servedBy(TellingServe.class)
                        .start()) {
            TestGateway.Credential credential = gateway.credential("alice");
            String token = gateway.token(credential, "main");
            McpCaller caller = new McpCaller(gateway, "main", token).awaitTools("raw_echo", "talker_echo");
            use(caller, credential);
            abuse(caller, credential);
            dumpThreads(gateway);
            new AuditRows(database).await("type in ('call_completed', 'call_refused')", count -> count >= 5, WAIT_MAX);
            assertThat(upstream.received()).as("the header did its work").anyMatch(text -> text.contains(HEADER));
            Sinks sinks = Sinks.of(gateway, database.dataSource(), adminPaths(gateway));
            assertThat(sinks.holding("raw_echo"))
                    .as("what may be there is found")
                    .hasSizeGreaterThan(2);
            secrets(gateway, token, credential)
                    .forEach((name, secret) ->
                            assertThat(sinks.holding(secret)).as(name).isEmpty());
        }
    }

    private static Map<String, String> secrets(TestGateway gateway, String token, TestGateway.Credential credential)
            throws IOException {
        Map<String, String> secrets = new LinkedHashMap<>();
        secrets.put("a header for an upstream", HEADER);
        secrets.put("a variable for a child", CHILD);
        secrets.put("a variable of the gateway", OWN);
        secrets.put("an argument, in digest mode", ARGUMENT);
        secrets.put("a result, in digest mode", RESULT);
        secrets.put("the words of a failing upstream", FAILURE);
        secrets.put("a session somebody made up", SESSION);
        secrets.put("an access token", token);
        secrets.put("the signature of one", token.substring(token.lastIndexOf('.') + 1));
        secrets.put("the secret of an agent", credential.clientSecret());
        secrets.put("its Basic form", credential.basic().substring("Basic ".length()));
        secrets.put("the master key", Files.readString(gateway.config().resolveSibling("master.key")));
        secrets.put(
                "the admin token",
                Files.readString(gateway.data().resolve("admin.token")).strip());
        return secrets;
    }

    private static void use(McpCaller caller, TestGateway.Credential credential) throws IOException {
        String arguments = "{\"say\":\"" + ARGUMENT + "\",\"message\":\"" + ARGUMENT + "\"}";
        assertThat(caller.call("raw_echo", arguments).body()).contains(RESULT);
        assertThat(caller.call("talker_echo", arguments).status()).isEqualTo(200);
        assertThat(caller.call("raw_fail", arguments).body()).contains(FAILURE);
        String session = caller.session("2025-11-25");
        assertThat(caller.legacyCall(session, "raw_echo", arguments)
                        .send(caller.gateway().port)
                        .body())
                .contains(RESULT);
        assertThat(caller.gateway().requestToken(credential, "main").statusCode())
                .isEqualTo(200);
    }

    /** Every refusal is a chance to quote what was refused. */
    private static void abuse(McpCaller caller, TestGateway.Credential credential) throws Exception {
        TestGateway gateway = caller.gateway();
        Ask good = caller.modernCall("raw_echo", "{\"say\":\"" + ARGUMENT + "\"}");
        for (Ask ask : List.of(
                good.with("Authorization", "Bearer " + caller.token() + "x"),
                good.with("Authorization", "Basic " + credential.clientSecret()),
                good.with("Mcp-Session-Id", SESSION),
                good.saying(good.body() + ARGUMENT),
                good.query("access_token=" + caller.token()),
                caller.modernCall("raw_nosuch", "{\"say\":\"" + ARGUMENT + "\"}"),
                caller.legacyCall(SESSION, "raw_echo", "{}"))) {
            ask.send(gateway.port);
        }
        gateway.requestToken(
                new TestGateway.Credential(credential.clientId(), credential.clientSecret() + "x"), "main");
        gateway.requestToken(credential, "nowhere");
        gateway.configure(gateway.body() + "upstreems: {}\n");
        assertThat(gateway.admin("POST", "/api/v1/reload").statusCode()).isEqualTo(422);
    }

    /** SIGQUIT has every Java write its threads to standard output, which goes to the log here. */
    private static void dumpThreads(TestGateway gateway) throws Exception {
        new ProcessBuilder("kill", "-QUIT", String.valueOf(gateway.process().pid()))
                .start()
                .waitFor();
        eventually(() -> assertThat(Files.readString(gateway.log())).contains("Full thread dump", "JNI global refs"));
    }

    private static List<String> adminPaths(TestGateway gateway) throws IOException {
        return TellingServe.read(gateway.config()).stream()
                .filter(told ->
                        told.on() == Endpoint.Listener.ADMIN && told.method().equals("GET"))
                .map(told -> told.target("main", "alice"))
                .toList();
    }

    private static void answer(RawUpstream.Call call, OutputStream out) throws IOException {
        if (call.tool().equals("fail")) {
            json(
                    out,
                    "{\"jsonrpc\":\"2.0\",\"id\":" + call.id() + ",\"error\":{\"code\":-32000,\"message\":\"" + FAILURE
                            + "\",\"data\":\"" + FAILURE + "\"}}");
        } else {
            json(out, RawUpstream.result(call, "{\"content\":[{\"type\":\"text\",\"text\":\"" + RESULT + "\"}]"));
        }
    }

    /** The child talks of its secret on standard error, then is the demo server. */
    private static String body(RawUpstream upstream) {
        String demo = TestGateway.demoUpstream();
        String program = demo.substring(demo.indexOf('"') + 1, demo.indexOf('"', demo.indexOf('"') + 1));
        String arguments = demo.substring(demo.indexOf('[') + 1, demo.indexOf(']'));
        return """
                upstreams:
                  raw: { url: "%s", headers: { X-Api-Key: "${env:PLANTED_HEADER}" } }
                  talker:
                    command: sh
                    args: ["-c", "echo I hold $PLANTED >&2; exec \\"$0\\" \\"$@\\"", "%s", %s]
                    env: { PLANTED: "${env:PLANTED_CHILD}" }
                virtualServers:
                  main: { upstreams: { raw: {}, talker: {} } }
                agents:
                  alice: { bundle: team }
                bundles:
                  team: { virtualServers: [main], audit: { payloads: digest } }
                """.formatted(upstream.url(), program, arguments);
    }
}
