package dev.gatehouse.server.e2e;

import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.mcp.HttpMcpServer;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** Limits and budgets of a file, in a running gateway: each agent is in a bundle with one of them. */
class SpendingTest {
    private static final Duration SHIPPING_WAIT_MAX = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static final AtomicInteger ran = new AtomicInteger();
    private static final CountDownLatch held = new CountDownLatch(1);
    private static HttpMcpServer upstream;
    private static TestGateway gateway;
    private static AuditRows rows;

    @BeforeAll
    static void start() throws Exception {
        var database = TestDatabase.shared().freshDatabase();
        rows = new AuditRows(database);
        upstream = HttpMcpServer.start(SpendingTest::answer);
        gateway = TestGateway.prepare(folder, database, body("0.05")).start().awaitUpstreams(1);
    }

    @AfterAll
    static void stop() throws Exception {
        held.countDown();
        gateway.close();
        upstream.close();
    }

    private static JsonNode answer(JsonNode arguments) {
        ran.incrementAndGet();
        if (arguments.path("wait").asBoolean(false)) {
            try {
                assertThat(held.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return StringNode.valueOf("done");
    }

    private static String body(String usd) {
        return """
                upstreams:
                  tools: { url: "%s" }
                virtualServers:
                  main: { names: original, upstreams: { tools: {} } }
                bundles:
                  often: { virtualServers: [main], policies: [seldom] }
                  many: { virtualServers: [main], policies: [one-at-once] }
                  dear: { virtualServers: [main], policies: [a-day] }
                agents:
                  hasty: { bundle: often }
                  broad: { bundle: many }
                  rich: { bundle: dear }
                policies:
                  seldom: [ { limit: { calls: 3, per: 1h, key: agent } } ]
                  one-at-once: [ { limit: { concurrent: 1, key: bundle } } ]
                  a-day: [ { budget: { usd: %s, per: month } } ]
                prices:
                  tools: { "main/ec*": 0.02 }
                """.formatted(upstream.url(), usd);
    }

    @Test
    void a_rate_is_refused_with_a_hint_and_goes_on_through_a_reload() throws Exception {
        String token = gateway.token(gateway.credential("hasty"), "main");
        for (int i = 0; i < 3; i++) {
            assertThat(call(token, "{}")).contains("done");
        }
        int before = ran.get();
        String refused = call(token, "{}");
        assertThat(refused)
                .contains("\"isError\":true", "Limited by policy: at most 3 calls in 1 h for this agent. Retry in ");
        reload(gateway.body().replace("agents:\n", "agents:\n  other: { bundle: often }\n"));
        assertThat(call(token, "{}")).contains("Retry in ");
        assertThat(ran.get()).isEqualTo(before);
        assertThat(gateway.metrics()).contains("gatehouse_limit_refused_total{bundle=\"often\",measure=\"rate\"} 2");
    }

    @Test
    void a_slot_is_free_again_when_its_call_is_done() throws Exception {
        String token = gateway.token(gateway.credential("broad"), "main");
        int before = ran.get();
        CompletableFuture<String> first = gateway.callAsync("main", token, "echo", "{\"wait\":true}");
        eventually(() -> assertThat(ran.get()).isGreaterThan(before));
        assertThat(call(token, "{}")).contains("at most 1 at once for the bundle many");
        held.countDown();
        assertThat(first.get(30, TimeUnit.SECONDS)).contains("done");
        eventually(() -> assertThat(call(token, "{}")).contains("done"));
    }

    @Test
    void a_budget_survives_the_gateway_and_operators_see_it() throws Exception {
        TestGateway.Credential rich = gateway.credential("rich");
        String token = gateway.token(rich, "main");
        assertThat(call(token, "{}")).contains("done");
        gateway.kill9();
        gateway.start().awaitUpstreams(1);
        assertThat(call(token, "{}")).contains("done");
        assertThat(call(token, "{}"))
                .contains("\"isError\":true", "the budget of 0.05 USD a month for the bundle dear is used up");
        TestGateway.Ran listed =
                gateway.run("budget", "--config", gateway.config().toString());
        assertThat(listed.out()).contains("dear/a-day/bundle-month\tdear\t0.04 of 0.05 USD");
        TestGateway.Ran costs = gateway.run(
                "budget", "--costs", "agent", "--config", gateway.config().toString());
        assertThat(costs.out()).contains("rich\t2 calls\t0.04 USD");
        String told = "convert_from(body, 'UTF8')::json ->> 'action' = 'budget.reached'";
        assertThat(rows.await(told, n -> n > 0, SHIPPING_WAIT_MAX)).isEqualTo(1);
        TestGateway.Ran usage = gateway.run(
                "audit",
                "usage",
                "--by",
                "agent",
                "--from",
                "-1d",
                "--config",
                gateway.config().toString());
        assertThat(usage.out()).containsPattern("rich\t.*\t0\\.04 USD");
    }

    private static void reload(String body) throws IOException {
        gateway.configure(body);
        assertThat(gateway.admin("POST", "/api/v1/reload").statusCode()).isEqualTo(200);
        assertThat(gateway.admin("GET", "/api/v1/agents").body()).contains("other");
    }

    private static String call(String token, String arguments) throws IOException {
        return gateway.call("main", token, "echo", arguments).body();
    }
}
