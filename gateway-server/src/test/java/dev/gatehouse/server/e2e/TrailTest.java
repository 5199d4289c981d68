package dev.gatehouse.server.e2e;

import static dev.gatehouse.testkit.wait.Eventually.WAIT_MAX;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.testkit.mcp.HttpMcpServer;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trail of a running gateway, asked by the command line. */
class TrailTest {
    @TempDir
    static Path folder;

    private static HttpMcpServer upstream;
    private static TestGateway gateway;
    private static AuditRows rows;
    private static String token;

    @BeforeAll
    static void start() throws Exception {
        var database = TestDatabase.shared().freshDatabase();
        rows = new AuditRows(database);
        upstream = HttpMcpServer.start(arguments -> arguments.path("text"));
        gateway = TestGateway.prepare(folder, database, """
                upstreams:
                  tools: { url: "%s" }
                virtualServers:
                  main: { names: original, upstreams: { tools: {} } }
                bundles:
                  team: { virtualServers: [main], audit: { payloads: full } }
                agents:
                  clerk: { bundle: team }
                """.formatted(upstream.url()))
                .start()
                .awaitUpstreams(1);
        token = gateway.token(gateway.credential("clerk"), "main");
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    @Test
    void a_call_is_found_shown_and_summed_up_and_reading_its_payload_is_on_the_trail() throws Exception {
        called("needle");
        TestGateway.Ran found =
                audit("search", "--agent", "clerk", "--type", "call_attempted", "--from", "-1h", "--output", "json");
        Json event =
                Json.read(found.out()).member("events").orElseThrow().elements().getFirst();
        String call = event.text("call").orElseThrow();
        assertThat(event.text("bundle")).contains("team");
        assertThat(audit("search", "--call", call).out()).contains("call_completed", "clerk", "main/echo");

        assertThat(audit("show", call).out())
                .contains("\"type\":\"call_attempted\"")
                .doesNotContain("needle");
        assertThat(rows.count("convert_from(body, 'UTF8')::json ->> 'action' = 'audit.payload'"))
                .isZero();
        assertThat(audit("show", call, "--payload").out()).contains("needle");
        String told =
                "convert_from(body, 'UTF8')::json ->> 'action' = 'audit.payload' AND detail LIKE '%" + call + "%'";
        assertThat(rows.await(told, count -> count == 1, WAIT_MAX)).isEqualTo(1);

        assertThat(audit("usage", "--by", "agent", "--from", "-1d").out()).contains("clerk\t", " calls", "p95 ");
    }

    @Test
    void what_is_wrong_is_told_with_the_exit_code_of_its_kind() throws Exception {
        assertThat(audit("search", "--from", "soon").exitCode()).isEqualTo(2);
        assertThat(audit("search", "--agnt", "x").exitCode()).isEqualTo(2);
        TestGateway.Ran nothing = audit("show", "no-such-call");
        assertThat(nothing.exitCode()).isEqualTo(1);
        assertThat(nothing.err()).contains("there is no such record");
        assertThat(audit("search", "--type", "call_complete").err()).contains("did you mean `call_completed`?");
        assertThat(audit("usage", "--by", "moon").err()).contains("agent, user, bundle, tool or upstream");
        assertThat(gateway.admin("GET", "/api/v1/audit/events?agnt=x").body()).contains("did you mean `agent`?");
    }

    @Test
    void a_tail_tells_what_is_called_from_now_on() throws Exception {
        String begun = "convert_from(body, 'UTF8')::json ->> 'action' = 'audit.tail'";
        CompletableFuture<TestGateway.Ran> tail = CompletableFuture.supplyAsync(() -> {
            try {
                return audit(
                        "tail", "--agent", "clerk", "--type", "call_attempted", "--count", "3", "--output", "json");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(rows.await(begun, count -> count == 1, WAIT_MAX)).isEqualTo(1);
        for (String text : List.of("one", "two", "three")) {
            called(text);
        }
        TestGateway.Ran told = tail.get(60, TimeUnit.SECONDS);
        assertThat(told.exitCode()).as(told.err()).isZero();
        assertThat(told.out().lines()).hasSize(3).doesNotHaveDuplicates();
    }

    private static void called(String text) throws Exception {
        long before = rows.count("type = 'call_completed'");
        assertThat(gateway.call("main", token, "echo", "{\"text\":\"" + text + "\"}")
                        .body())
                .contains(text);
        rows.await("type = 'call_completed'", count -> count > before, WAIT_MAX);
    }

    private static TestGateway.Ran audit(String... verb) throws Exception {
        List<String> line = new ArrayList<>(List.of("audit"));
        line.addAll(List.of(verb));
        line.addAll(List.of("--config", gateway.config().toString()));
        return gateway.run(line.toArray(String[]::new));
    }
}
