package dev.gatehouse.server.identity;

import static dev.gatehouse.testkit.wait.Eventually.WAIT_MAX;
import static dev.gatehouse.testkit.wait.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.server.e2e.TestGateway;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever edits a file alone shortens nothing: two gateways on one database, their command line, and an owner who logs in. */
class TwoOwnersTest {
    private static final String CLIENT = "chatgpt-mcp-client";
    private static final String CALLBACK = IdentityWorld.CHATGPT_CALLBACK;
    private static final String LOWERINGS = "/api/v1/audit/retention/lowerings";

    @TempDir
    static Path folder;

    private static IdentityWorld world;
    private static TestGateway first;
    private static TestGateway second;
    private static String clerk;

    @BeforeAll
    static void start() throws Exception {
        world = IdentityWorld.prepare(folder, TestDatabase.shared().freshDatabase());
        first = world.gateway;
        second = world.gateway("second");
        for (TestGateway gateway : List.of(first, second)) {
            gateway.configure(gateway.body().replace("careful: {", "careful: { audit: { retention: 90d },")
                    + "administration: { owners: { users: [ada] } }\n");
        }
        first.start().awaitUpstreams(1);
        second.publishedAt(first.port).start().awaitUpstreams(1);
        clerk = first.token(first.credential("clerk"), "vault");
        until("the other gateway knows the agent", () -> call(second).statusCode() == 200);
    }

    @AfterAll
    static void stop() throws Exception {
        world.close();
    }

    /** One call, at this very gateway. */
    private static HttpResponse<String> call(TestGateway gateway) throws Exception {
        HttpRequest request = gateway.callRequest("vault", clerk, "echo", "{\"text\":\"one\"}");
        URI direct =
                URI.create("http://127.0.0.1:" + gateway.port + request.uri().getPath());
        return gateway.send(
                HttpRequest.newBuilder(request, (_, _) -> true).uri(direct).build());
    }

    /** For how many days the record of a call of this moment is kept. */
    private static String keepDays(TestGateway gateway) throws Exception {
        String calls = "bundle = 'careful'";
        long before = world.rows.count(calls);
        assertThat(call(gateway).statusCode()).isEqualTo(200);
        assertThat(world.rows.await(calls, count -> count > before, WAIT_MAX)).isGreaterThan(before);
        return world.rows
                .column("select keep_days from audit.event where " + calls + " order by wall_ns desc limit 1")
                .getFirst();
    }

    private static TestGateway.Ran retention(String... arguments) throws Exception {
        String[] line = new String[arguments.length + 4];
        line[0] = "audit";
        line[1] = "retention";
        System.arraycopy(arguments, 0, line, 2, arguments.length);
        line[arguments.length + 2] = "--config";
        line[arguments.length + 3] = first.config().toString();
        return first.run(line);
    }

    private static boolean warns(TestGateway gateway) throws Exception {
        return gateway.admin("GET", "/api/v1/upstreams").body().contains("is not in force");
    }

    @Test
    void a_time_is_shortened_by_two_owners_and_by_nobody_alone() throws Exception {
        assertThat(keepDays(first)).isEqualTo("90");
        for (TestGateway gateway : List.of(first, second)) {
            gateway.configure(gateway.body().replace("retention: 90d", "retention: 30d"));
            HttpResponse<String> reloaded = gateway.admin("POST", "/api/v1/reload");
            assertThat(reloaded.body())
                    .contains("bundles.careful.audit.retention: 30d is not in force, records are kept for 90 days")
                    .contains("gatehouse audit retention shorten --bundle careful --to 30d");
        }
        assertThat(keepDays(first)).isEqualTo("90");
        assertThat(keepDays(second)).isEqualTo("90");
        assertThat(first.run("check", first.config().toString()).out()).contains("warning: bundles.careful.audit");
        assertThat(first.run("status", "--config", first.config().toString()).out())
                .contains("warning: bundles.careful.audit");
        assertThat(first.metrics()).contains("gatehouse_audit_retention_unshortened 1");

        TestGateway.Ran asked =
                retention("shorten", "--bundle", "careful", "--to", "30d", "--reason", "policy 7", "--output", "json");
        assertThat(asked.exitCode()).as(asked.err()).isZero();
        String id = Json.read(asked.out()).text("id").orElseThrow();
        TestGateway.Ran alone = retention("confirm", id);
        assertThat(alone.exitCode()).isEqualTo(1);
        assertThat(alone.err()).contains("you asked for it yourself. Another owner has to confirm it");
        assertThat(keepDays(first)).isEqualTo("90");

        String ada = ownersToken();
        assertThat(post(ada, id + "/confirm").statusCode()).isEqualTo(200);
        long confirmed = System.nanoTime();
        until("both gateways know", () -> !warns(first) && !warns(second));
        System.out.printf(
                "a lower floor was in force at both gateways after %d ms%n",
                Duration.ofNanos(System.nanoTime() - confirmed).toMillis());
        assertThat(keepDays(first)).isEqualTo("30");
        assertThat(keepDays(second)).isEqualTo("30");

        assertThat(post(ada, id + "/confirm").body()).contains("it was confirmed already by corp/ada");
        assertThat(retention("list").out())
                .contains("bundle careful: 30 days (configured 30 days, at least 30 days")
                .contains(id + "  bundle careful from 90 to 30 days", "confirmed by corp/ada");
        String onTheTrail = "type = 'administered' and detail like 'audit.lowering.%" + id + "%'";
        assertThat(world.rows.await(onTheTrail, count -> count == 2, WAIT_MAX)).isEqualTo(2);
        assertThat(world.rows.column("select subject from audit.event where " + onTheTrail + " order by wall_ns"))
                .satisfiesExactly(
                        by -> assertThat(by).startsWith("admin api from"),
                        by -> assertThat(by).startsWith("corp/ada"));
    }

    @Test
    void what_is_wrong_is_told_with_the_remedy() throws Exception {
        assertThat(retention("shorten", "--to", "30d", "--reason", "x").err())
                .contains("audit.retention is 400d", "Set it to 30d first");
        assertThat(retention("shorten", "--to", "400d", "--reason", "x").err())
                .contains("records of no bundle are kept for 400 days at least");
        assertThat(retention("shorten", "--bundle", "nobody", "--to", "30d", "--reason", "x")
                        .err())
                .contains("nothing is known of such a bundle", "gatehouse audit retention list");
        assertThat(retention("shorten", "--to", "12h", "--reason", "x").err()).contains("--to 12h");
        assertThat(retention("shorten", "--to", "7d", "--reason", "x").err()).contains("/days", "30 days or more");
        assertThat(retention("confirm", "lowering-1").err()).contains("nobody asked for that");
        assertThat(retention("withdraw", "lowering-1", "--reason", "x").err()).contains("nobody asked for that");
    }

    private static String ownersToken() throws Exception {
        String resource = "http://127.0.0.1:" + first.adminPort + "/api/v1";
        try (McpClient client = world.client();
                Person ada = world.person("ada")) {
            String code = client.code(
                    ada.allow(client.authorizationUrl(
                            CLIENT, CALLBACK, "resource", resource, "scope", "admin:read admin:write")),
                    CALLBACK);
            HttpResponse<String> token = client.redeem(CLIENT, CALLBACK, code, "resource", resource);
            assertThat(token.statusCode()).as(token.body()).isEqualTo(200);
            return TestGateway.json(token.body()).text("access_token").orElseThrow();
        }
    }

    private static HttpResponse<String> post(String token, String path) throws Exception {
        return first.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + first.adminPort + LOWERINGS + "/" + path))
                        .header("Authorization", "Bearer " + token)
                        .POST(BodyPublishers.noBody())
                        .build());
    }
}
