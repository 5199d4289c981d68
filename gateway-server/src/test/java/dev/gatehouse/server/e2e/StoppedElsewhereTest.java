package dev.gatehouse.server.e2e;

import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.mcp.HttpMcpServer;
import dev.gatehouse.testkit.postgres.Connectable;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways on one PostgreSQL: what is stopped at one stops at the other. */
class StoppedElsewhereTest {
    private static final Duration SHIPPING_WAIT_MAX = Duration.ofSeconds(60);

    /** What is promised; it takes a fraction of a second. */
    private static final Duration LEARNT_WITHIN = Duration.ofSeconds(5);

    private static final String BODY = """
            upstreams:
              load: { url: "%s" }
            virtualServers:
              load: { names: original, upstreams: { load: {} } }
            bundles:
              loaders: { virtualServers: [load] }
            agents:
              loader: { bundle: loaders }
              bystander: { bundle: loaders }
            """;

    @TempDir
    Path folder;

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);
    private TestDatabase server;
    private Connectable database;
    private HttpMcpServer upstream;
    private TestGateway here;
    private TestGateway there;

    @BeforeEach
    void start() throws Exception {
        server = TestDatabase.privateInstance();
        database = server.freshDatabase();
        upstream = HttpMcpServer.start(arguments -> {
            if (arguments.has("wait")) {
                begun.countDown();
                await(gate);
            }
            return arguments.path("n");
        });
        here = gateway("here");
        there = gateway("there");
    }

    @AfterEach
    void stop() throws Exception {
        gate.countDown();
        here.close();
        there.close();
        upstream.close();
        server.close();
    }

    @Test
    void a_tool_killed_here_is_denied_there_what_runs_ends_and_it_comes_back_when_revived() throws Exception {
        String token = tokenThere("loader");
        CompletableFuture<String> running = there.callAsync("load", token, "echo", "{\"n\":\"1\",\"wait\":true}");
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();

        assertThat(here.admin("POST", "/api/v1/kills", """
                {"kind":"tool","name":"load/echo","reason":"incident 12"}""").body()).contains("\"state\":\"off\"");
        assertThat(here.tools("load", here.token(here.credential("bystander"), "load")))
                .as("in force here when it is answered")
                .contains("\"tools\":[]");

        assertThat(running.get(60, TimeUnit.SECONDS))
                .contains("Denied by policy: The tool load/echo was switched off by an administrator.");
        eventually(() -> assertThat(there.tools("load", token)).contains("\"tools\":[]"));
        assertThat(there.call("load", token, "echo", "{\"n\":\"2\"}").statusCode())
                .isEqualTo(200);
        assertThat(there.call("load", token, "echo", "{\"n\":\"2\"}").body())
                .contains("\"isError\":true")
                .contains("The tool load/echo was switched off");
        AuditRows rows = new AuditRows(database);
        assertThat(rows.await("type = 'call_completed' and outcome = 'cancelled'", n -> n == 1, SHIPPING_WAIT_MAX))
                .isEqualTo(1);
        assertThat(rows.await(
                        "type = 'administered' and convert_from(body, 'UTF8') like '%incident 12%'",
                        n -> n == 1, SHIPPING_WAIT_MAX))
                .isEqualTo(1);

        assertThat(ran("kill").out()).contains("tool\tload/echo\t", "\tincident 12");
        assertThat(ran("revive", "tool", "load/echo").out()).contains("switched on: tool load/echo");
        assertThat(ran("kill").out()).contains("nothing is switched off");
        eventually(() -> assertThat(
                        there.call("load", token, "echo", "{\"n\":\"3\"}").body())
                .contains("\"3\""));
    }

    @Test
    void an_agent_revoked_here_is_refused_there_within_seconds_and_a_bystander_never() throws Exception {
        String leaver = tokenThere("loader");
        String bystander = tokenThere("bystander");
        assertThat(there.call("load", leaver, "echo", "{\"n\":\"1\"}").statusCode())
                .isEqualTo(200);

        assertThat(revokeAndWait(leaver, "told")).isLessThan(LEARNT_WITHIN);

        assertThat(there.call("load", bystander, "echo", "{\"n\":\"1\"}").statusCode())
                .isEqualTo(200);
    }

    @Test
    void without_the_connection_that_listens_it_is_polled_for() throws Exception {
        String leaver = tokenThere("loader");
        try (Connection admin = database.dataSource().getConnection();
                Statement statement = admin.createStatement()) {
            // Nobody may listen again: a new connection would hear of it after all.
            statement.execute("ALTER TABLE auth.agent_change DISABLE TRIGGER tell");
            statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE application_name = 'gatehouse listens'");
        }

        var _ = revokeAndWait(leaver, "polled");

        assertThat(there.readyStatus()).isEqualTo(200);
        eventually(() -> assertThat(Files.readString(there.log())).contains("hearing of changes at once again"));
    }

    /** By the command line, at a gateway that runs. */
    private TestGateway.Ran ran(String... verb) throws IOException {
        String[] config = {"--config", here.config().toString()};
        TestGateway.Ran ran =
                here.run(Stream.concat(Stream.of(verb), Stream.of(config)).toArray(String[]::new));
        assertThat(ran.exitCode()).as(ran.out() + ran.err()).isZero();
        return ran;
    }

    private Duration revokeAndWait(String token, String how) throws Exception {
        assertThat(here.admin("DELETE", "/api/v1/agents/loader/credentials").statusCode())
                .isEqualTo(200);
        long answered = System.nanoTime();
        eventually(() -> assertThat(
                        there.call("load", token, "echo", "{\"n\":\"1\"}").statusCode())
                .isEqualTo(401));
        Duration took = Duration.ofNanos(System.nanoTime() - answered);
        System.out.printf("revoked here, refused there after %d ms (%s)%n", took.toMillis(), how);
        return took;
    }

    /** Good at the other gateway, which has to hear of the agent first. */
    private String tokenThere(String agent) throws IOException {
        TestGateway.Credential credential = here.credential(agent);
        eventually(() ->
                assertThat(there.requestToken(credential, "load").statusCode()).isEqualTo(200));
        return there.token(credential, "load");
    }

    private TestGateway gateway(String name) throws IOException {
        Path own = Files.createDirectory(folder.resolve(name));
        return TestGateway.prepare(own, database, BODY.formatted(upstream.url()))
                .start()
                .awaitUpstreams(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            var _ = latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
