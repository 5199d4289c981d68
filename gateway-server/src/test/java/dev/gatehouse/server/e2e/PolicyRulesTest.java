package dev.gatehouse.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.testkit.postgres.Connectable;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules of the file at work: conditions, shapes of arguments, scopes, hours, other deciders, trials, and explanations. */
class PolicyRulesTest {
    private static HttpServer decider;
    private static Connectable database;
    private static TestGateway gateway;
    private static TestGateway.Credential credential;
    private static String token;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        decider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        decider.createContext("/allow", exchange -> {
            String question = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean listsTheHidden = question.contains("tools/list") && question.contains("demo_wait");
            boolean allow = !question.contains("ask-no") && !listsTheHidden;
            byte[] answer = ("{\"result\":{\"allow\":" + allow + ",\"reason\":\"The decider says no.\"}}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        decider.start();
        database = TestDatabase.shared().freshDatabase();
        gateway = TestGateway.prepare(
                        folder, database, body(decider.getAddress().getPort()))
                .start();
        gateway.awaitUpstreams(1);
        credential = gateway.credential("bot");
        token = gateway.token(credential, "main");
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        decider.stop(0);
    }

    private static String body(int port) {
        return """
                upstreams:
                  demo: %s
                virtualServers:
                  main: { upstreams: { demo: {} } }
                agents:
                  bot: { bundle: all, owner: alice@example.com }
                bundles:
                  all: { virtualServers: [main], policies: [rules, trial] }
                policies:
                  rules:
                    - { tools: ["*_forget_*"], when: "agent == 'bot'", deny: "Bots forget nothing." }
                    - { tools: [demo_echo], when: "arguments.message.contains('secret')", deny: "No secrets." }
                    - { tools: [demo_echo], arguments: { schema: { properties: { message: { maxLength: 40 } } } } }
                    - { when: "tool.name == 'demo_echo' && result.content[0].text.contains('withhold')", deny: "Withheld." }
                    - { tools: [demo_echo], ask: { url: "http://127.0.0.1:%d/allow", timeout: 5s } }
                    - { tools: [demo_ekko], deny: "A name that nothing has." }
                    - { tools: [demo_add], requireScope: ["math:add"], reason: "Adding needs a scope." }
                    - tools: [demo_clock, demo_wait]
                      ask: { url: "http://127.0.0.1:%d/allow", timeout: 5s, cache: 1m, list: true }
                  trial:
                    mode: shadow
                    rules:
                      - { tools: [demo_echo], hours: { open: ["mon 00:00-00:01"] } }
                """.formatted(TestGateway.demoUpstream(), port, port);
    }

    @Test
    void a_condition_reads_the_arguments() throws IOException {
        assertThat(echo("hello")).contains("hello").doesNotContain("\"isError\":true");
        assertThat(echo("a secret")).contains("No secrets.").contains("\"isError\":true");
    }

    @Test
    void a_condition_that_cannot_be_evaluated_denies() throws IOException {
        assertThat(call("demo_echo", "{\"message\":5}"))
                .contains("another type")
                .contains("\"isError\":true");
    }

    @Test
    void arguments_have_a_shape() throws IOException {
        assertThat(echo("x".repeat(41))).contains("(/message: maxLength)");
    }

    @Test
    void a_condition_that_decides_without_arguments_hides() throws IOException {
        assertThat(gateway.tools("main", token)).contains("demo_echo").doesNotContain("_forget_");
    }

    @Test
    void somebody_else_decides() throws IOException {
        assertThat(echo("ask-no")).contains("The decider says no.");
    }

    @Test
    void somebody_else_decides_what_is_listed_and_the_trail_says_so() throws Exception {
        assertThat(gateway.tools("main", token))
                .contains("demo_clock", "demo_echo")
                .doesNotContain("demo_wait");
        String where = "type = 'listed' and reasons like '%rules[7] hidden: 1 denied, 0 that could not be found out%'";
        assertThat(new AuditRows(database).await(where, count -> count > 0, Duration.ofSeconds(60)))
                .isPositive();
        assertThat(explain("demo_wait", "{}").out()).contains("rules[7]");
    }

    @Test
    void a_scope_is_asked_for_in_the_way_of_the_protocol() throws IOException {
        HttpResponse<String> answer = gateway.call("main", token, "demo_add", "{\"a\":1,\"b\":2}");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
                .contains("insufficient_scope")
                .contains("math:add");
    }

    @Test
    void a_policy_on_trial_records_what_it_would_have_done() throws Exception {
        assertThat(echo("on trial")).contains("on trial");
        String where =
                "convert_from(body, 'UTF8') like '%would_deny%' and convert_from(body, 'UTF8') like '%trial[0]%'";
        assertThat(new AuditRows(database).await(where, count -> count > 0, Duration.ofSeconds(20)))
                .isPositive();
    }

    @Test
    void explain_tells_what_each_stage_says() throws IOException {
        TestGateway.Ran ran = explain("demo_echo", "{\"message\":\"a secret\"}");
        assertThat(ran.out())
                .contains("all: governs")
                .contains("rules[0]  allow")
                .contains("rules[1]  deny  No secrets.")
                .contains("outcome  denied: No secrets.");
    }

    @Test
    void explain_tells_why_a_tool_is_missing() throws IOException {
        assertThat(gateway.admin("GET", "/api/v1/explain?as=agent:bot&server=main&call=demo_addd")
                        .body())
                .contains("did you mean `demo_add`?");
        String hidden = gateway.admin("GET", "/api/v1/explain?as=agent:bot&server=main&call=demo_forget_everything")
                .body();
        assertThat(hidden).contains("\"outcome\":\"missing\"");
        assertThat(gateway.admin("GET", "/api/v1/explain?as=agent:nobody&server=main&call=demo_echo")
                        .body())
                .contains("no bundle grants this caller");
        assertThat(gateway.admin("GET", "/api/v1/explain?as=bot&server=main&call=demo_echo")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void a_rule_about_a_tool_that_is_not_there_is_a_warning() throws IOException {
        assertThat(gateway.admin("GET", "/api/v1/upstreams").body())
                .contains("policies.rules[5]: there is no tool `demo_ekko` (did you mean `demo_echo`?)");
    }

    @Test
    void check_compares_names_with_what_the_running_gateway_knows() throws IOException {
        TestGateway.Ran ran = gateway.run("check", gateway.config().toString());
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out())
                .contains(": ok (revision ")
                .contains("warning: policies.rules[5]: there is no tool `demo_ekko` (did you mean `demo_echo`?)");
    }

    private static TestGateway.Ran explain(String tool, String arguments) throws IOException {
        return gateway.run(
                "explain",
                "--as",
                "agent:bot",
                "--server",
                "main",
                "--call",
                tool,
                arguments,
                "--config",
                gateway.config().toString());
    }

    private static String echo(String message) throws IOException {
        return call("demo_echo", "{\"message\":\"" + message + "\"}");
    }

    private static String call(String tool, String arguments) throws IOException {
        return gateway.call("main", token, tool, arguments).body();
    }
}
