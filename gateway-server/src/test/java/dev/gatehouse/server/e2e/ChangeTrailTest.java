package dev.gatehouse.server.e2e;

import static dev.gatehouse.testkit.wait.Eventually.WAIT_MAX;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.testkit.mcp.HttpMcpServer;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the trail of a running gateway says of changes: what was before, what came of it, and never a secret. */
class ChangeTrailTest {
    @TempDir
    static Path folder;

    private static HttpMcpServer upstream;
    private static TestGateway gateway;
    private static AuditRows rows;

    @BeforeAll
    static void start() throws Exception {
        var database = TestDatabase.shared().freshDatabase();
        rows = new AuditRows(database);
        upstream = HttpMcpServer.start(arguments -> arguments.path("text"));
        gateway = TestGateway.prepare(folder, database, """
                upstreams:
                  tools: { url: "%s" }
                  talker: %s
                virtualServers:
                  main: { names: original, upstreams: { tools: {} } }
                  talk: { upstreams: { talker: {} } }
                bundles:
                  team: { virtualServers: [main] }
                agents:
                  clerk: { bundle: team }
                """.formatted(upstream.url(), TestGateway.demoUpstream()))
                .start()
                .awaitUpstreams(2);
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    @Test
    void a_credential_that_is_made_replaced_and_revoked_says_what_there_was_and_not_what_it_was() throws Exception {
        TestGateway.Credential first = gateway.credential("clerk");
        TestGateway.Credential second = gateway.credential("clerk");
        assertThat(gateway.admin("DELETE", "/api/v1/agents/clerk/credentials").statusCode())
                .isLessThan(300);

        Json revoked = administered("agent.revoke", "clerk");
        assertThat(revoked.member("before").orElseThrow().member("secrets")).contains(Json.of(2));
        assertThat(revoked.member("after").orElseThrow().member("secrets")).contains(Json.of(0));
        assertThat(revoked.member("after").orElseThrow().text("revokedAt")).isPresent();
        assertThat(revoked.member("after").orElseThrow().text("client")).contains(first.clientId());
        String all = String.join("", rows.column("select convert_from(body, 'UTF8') from audit.event"));
        assertThat(all).contains(first.clientId()).doesNotContain(first.clientSecret(), second.clientSecret());
    }

    @Test
    void a_switch_that_is_thrown_and_taken_back_says_who_threw_it_and_why() throws Exception {
        gateway.run(
                "kill",
                "tool",
                "main/echo",
                "--reason",
                "it lies",
                "--config",
                gateway.config().toString());
        gateway.run(
                "revive",
                "tool",
                "main/echo",
                "--reason",
                "mended",
                "--config",
                gateway.config().toString());

        Json killed = administered("kill.tool", "main/echo");
        assertThat(killed.member("before")).isEmpty();
        assertThat(killed.member("after").orElseThrow().text("reason")).contains("it lies");
        Json revived = administered("revive.tool", "main/echo");
        assertThat(revived.member("before")).isEqualTo(killed.member("after"));
        assertThat(revived.member("after")).isEmpty();
    }

    @Test
    void what_an_upstream_first_says_is_told_with_each_digest() throws Exception {
        Json first = administered("pin.first", "tools");

        assertThat(first.member("before").orElseThrow().elements()).isEmpty();
        assertThat(first.member("after").orElseThrow().elements()).anySatisfy(pin -> {
            assertThat(pin.text("name")).contains("echo");
            assertThat(pin.text("approved"))
                    .hasValueSatisfying(digest -> assertThat(digest).matches("[0-9a-f]{64}"));
        });
    }

    @Test
    void a_child_that_is_killed_says_by_which_signal_and_comes_back_as_another_start() throws Exception {
        gateway.process()
                .descendants()
                .filter(child -> child.info().command().orElse("").endsWith("java"))
                .forEach(ProcessHandle::destroyForcibly);

        String talker = "type = 'upstream_changed' and upstream = 'talker' and ";
        String killed = talker + "outcome = 'degraded' and detail like '%status 137 (signal 9)%'";
        assertThat(rows.await(killed, count -> count > 0, WAIT_MAX)).isEqualTo(1);
        assertThat(rows.await(talker + "outcome = 'ready' and detail = 'start 2'", count -> count > 0, WAIT_MAX))
                .isEqualTo(1);
    }

    @Test
    void another_configuration_says_what_it_came_after_and_where_it_differs() throws Exception {
        String old = TestGateway.json(rows.column("select convert_from(body, 'UTF8') from audit.event where"
                                + " type = 'revision_activated' order by seq desc")
                        .getFirst())
                .text("revision")
                .orElseThrow();
        gateway.configure(gateway.body().replace("  team: {", "  team: { audit: { payloads: redacted },"));
        assertThat(gateway.admin("POST", "/api/v1/reload").statusCode()).isEqualTo(200);

        String where = "type = 'revision_activated' and detail not like '% start'";
        assertThat(rows.await(where, count -> count > 0, WAIT_MAX)).isPositive();
        Json activated = TestGateway.json(
                rows.column("select convert_from(body, 'UTF8') from audit.event where " + where + " order by seq")
                        .getFirst());
        assertThat(activated.text("previous")).contains(old);
        assertThat(activated.member("changed").orElseThrow().elements())
                .containsExactly(Json.of("bundles.team.audit.payloads"));
    }

    @Test
    void a_configuration_that_is_refused_is_told_with_its_problems_and_who_asked() throws Exception {
        String good = gateway.body();
        gateway.configure(good + "upstreems: {}\n");
        assertThat(gateway.admin("POST", "/api/v1/reload").statusCode()).isEqualTo(422);
        gateway.configure(good);

        String where = "type = 'administered' and detail like 'configuration.refused %upstreems%'";
        assertThat(rows.await(where, count -> count > 0, WAIT_MAX)).isPositive();
        assertThat(rows.column("select subject from audit.event where " + where))
                .allMatch(actor -> !actor.isBlank());
    }

    private static Json administered(String action, String object) throws Exception {
        String where = "type = 'administered' and convert_from(body, 'UTF8')::json ->> 'action' = '" + action
                + "' and convert_from(body, 'UTF8')::json ->> 'object' = '" + object + "'";
        assertThat(rows.await(where, count -> count > 0, WAIT_MAX)).as(where).isPositive();
        return TestGateway.json(rows.column("select convert_from(body, 'UTF8') from audit.event where " + where
                        + " order by epoch desc, seq desc")
                .getFirst());
    }
}
