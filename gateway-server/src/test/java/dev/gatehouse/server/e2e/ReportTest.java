package dev.gatehouse.server.e2e;

import static dev.gatehouse.testkit.wait.Eventually.WAIT_MAX;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.testkit.mcp.HttpMcpServer;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports and saved filters of a running gateway, by the command line. */
class ReportTest {
    private static final String SNAPSHOT = "convert_from(body, 'UTF8')::json ->> 'action' = 'access.snapshot'";

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
                  team: { virtualServers: [main], policies: [guard] }
                  visitors: { virtualServers: [main], policies: [closed] }
                policies:
                  guard:
                    - { tools: [echo], when: "has(arguments.text) && arguments.text == 'no'", deny: Not that. }
                  closed:
                    - { tools: ["*"], deny: Closed. }
                agents:
                  clerk: { bundle: team, owner: ann }
                """.formatted(upstream.url()))
                .start()
                .awaitUpstreams(1);
        token = gateway.token(gateway.credential("clerk"), "main");
        rows.await(SNAPSHOT, count -> count >= 1, WAIT_MAX);
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    @Test
    void an_access_review_says_who_may_call_what_through_which_rule() throws Exception {
        Json report =
                Json.read(audit("report", "access-review", "--format", "json").out());
        assertThat(rowsOf(report, "access"))
                .contains(
                        List.of("team", "main", "tool", "echo", "tools", "conditional", "guard[0]"),
                        List.of("visitors", "main", "tool", "echo", "tools", "no", "closed[0]"));
        assertThat(rowsOf(report, "agents")).contains(List.of("clerk", "team", "ann", "active", "file"));
        assertThat(rowsOf(report, "proof").getFirst().getLast()).matches("[0-9a-f]{32}/[0-9]+/[0-9]+");
        assertThat(audit("report", "access-review", "--as-of", "2020-01-01", "--format", "csv")
                        .out())
                .contains("none: no snapshot was taken until 2020-01-02T00:00:00Z");
    }

    @Test
    void a_report_is_made_anew_by_the_command_it_names_and_making_it_is_on_the_trail() throws Exception {
        long before = rows.count("type = 'call_refused'");
        gateway.call("main", token, "echo", "{\"text\":\"no\"}");
        rows.await("type = 'call_refused'", count -> count > before, WAIT_MAX);
        awaitSealed();
        Json first = Json.read(
                audit("report", "policy", "--from", "-1h", "--format", "json").out());
        assertThat(rowsOf(first, "rules").getFirst()).startsWith("guard[0]", "deny", "team");
        List<String> again =
                new ArrayList<>(List.of(first.text("query").orElseThrow().split(" ")));
        assertThat(again.subList(0, 3)).containsExactly("gatehouse", "audit", "report");
        String[] anew = again.subList(2, again.indexOf("--config")).toArray(String[]::new);
        String second = audit(concat(anew, "--format", "json")).out();
        assertThat(Json.read(second).text("sha256")).isEqualTo(first.text("sha256"));
        String told = "detail LIKE 'audit.report gatehouse audit report policy%"
                + first.text("sha256").orElseThrow() + "'";
        assertThat(rows.await(told, count -> count == 2, WAIT_MAX)).isEqualTo(2);
    }

    @Test
    void every_report_is_made_in_every_form() throws Exception {
        for (String name : List.of("access-review", "policy", "approvals", "changes", "retention", "integrity")) {
            Path page = folder.resolve(name + ".html");
            TestGateway.Ran ran = audit("report", name, "--format", "html", "--file", page.toString());
            assertThat(ran.exitCode()).as(ran.err()).isZero();
            assertThat(Files.readString(page))
                    .startsWith("<!doctype html>")
                    .contains("SHA-256 of the rows", "Controls");
            assertThat(gateway.admin("GET", "/api/v1/audit/reports/" + name + "?format=csv")
                            .body())
                    .startsWith("report,title,");
        }
        Json integrity =
                Json.read(audit("report", "integrity", "--output", "json").out());
        assertThat(rowsOf(integrity, "verdict")).contains(List.of("verdict", "whole"));
    }

    @Test
    void what_is_wrong_with_a_report_is_told_with_the_place() throws Exception {
        assertThat(audit("report", "polcy").err()).contains("did you mean `policy`?");
        assertThat(audit("report", "policy", "--through", "x").err()).contains("?through", "GATEWAY/EPOCH/SEQ");
        assertThat(audit("report", "policy", "--from", "2026-11-02", "--to", "2026-11-01")
                        .err())
                .contains("expected a time after `from`");
        assertThat(audit("report", "changes", "--bundle", "team").err()).contains("belongs to no bundle");
        assertThat(audit("report", "policy", "--as-of", "2026-11-01").err()).contains("only the access review");
    }

    @Test
    void a_saved_filter_is_used_narrowed_and_deleted() throws Exception {
        gateway.call("main", token, "echo", "{\"text\":\"hello\"}");
        rows.await("type = 'call_attempted'", count -> count >= 1, WAIT_MAX);
        assertThat(audit("filter", "save", "clerks", "--agent", "clerk", "--shared")
                        .exitCode())
                .isZero();
        assertThat(audit("filter", "list").out()).contains("clerks", "agent=clerk", "shared");
        assertThat(audit("search", "--filter", "clerks", "--type", "call_attempted")
                        .out())
                .contains("call_attempted")
                .doesNotContain("administered");
        assertThat(audit("search", "--filter", "clerks", "--agent", "other").err())
                .contains("agent=clerk", "narrow");
        assertThat(audit("search", "--filter", "clirks").err()).contains("there is no filter of this name");
        assertThat(gateway.admin("PUT", "/api/v1/audit/filters/x?agnt=y").body())
                .contains("did you mean `agent`?");
        assertThat(gateway.admin("PUT", "/api/v1/audit/filters/x").body()).contains("at least one field");
        assertThat(audit("filter", "delete", "clerks").exitCode()).isZero();
        assertThat(audit("filter", "delete", "clerks").exitCode()).isEqualTo(1);
        rows.await("detail LIKE 'audit.filter.%'", count -> count == 2, WAIT_MAX);
    }

    /** A report goes as far as blocks do. */
    private static void awaitSealed() throws Exception {
        String unsealed =
                "type = 'call_refused' AND NOT EXISTS (SELECT FROM audit.block WHERE (block.epoch, block.seq) >"
                        + " (event.epoch, event.seq) AND (convert_from(header, 'UTF8')::json->'last'->>1)::bigint >= event.seq)";
        rows.await(unsealed, count -> count == 0, WAIT_MAX);
    }

    private static List<List<String>> rowsOf(Json report, String section) {
        return report.member("sections").orElseThrow().elements().stream()
                .filter(one -> one.text("name").orElse("").equals(section))
                .flatMap(one -> one.member("rows").orElseThrow().elements().stream())
                .map(row -> row.member("cells").orElseThrow().elements().stream()
                        .map(cell -> cell.string().orElseThrow())
                        .toList())
                .toList();
    }

    private static String[] concat(String[] first, String... more) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static TestGateway.Ran audit(String... verb) throws Exception {
        List<String> line = new ArrayList<>(List.of("audit"));
        line.addAll(List.of(verb));
        line.addAll(List.of("--config", gateway.config().toString()));
        return gateway.run(line.toArray(String[]::new));
    }
}
