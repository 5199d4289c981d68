package dev.gatehouse.server.e2e;

import static dev.gatehouse.testkit.wait.Eventually.WAIT_MAX;
import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.mcp.HttpMcpServer;
import dev.gatehouse.testkit.postgres.Connectable;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F13 over a restart: the gateway comes up while PostgreSQL is stopped, and nothing is lost, doubled or let in by it. */
class StartWithoutDatabaseTest {
    private static final int CALLS = 40;

    @TempDir
    Path folder;

    private TestDatabase server;
    private Connectable database;
    private HttpMcpServer upstream;
    private TestGateway gateway;
    private AuditRows rows;

    @BeforeEach
    void prepare() throws Exception {
        server = TestDatabase.privateInstance();
        database = server.freshDatabase();
        rows = new AuditRows(database);
        upstream = HttpMcpServer.start(arguments -> arguments.path("n"));
        gateway = TestGateway.prepare(folder, database, """
                upstreams:
                  load: { url: "%s" }
                virtualServers:
                  load: { names: original, upstreams: { load: {} } }
                bundles:
                  loaders: { virtualServers: [load] }
                agents:
                  loader: { bundle: loaders }
                  leaver: { bundle: loaders }
                """.formatted(upstream.url()));
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        upstream.close();
        server.close();
    }

    @Test
    void a_restart_during_an_outage_serves_known_agents_and_every_record_arrives_once() throws Exception {
        gateway.start();
        TestGateway.Credential loader = gateway.credential("loader");
        String earlier = gateway.token(loader, "load");
        server.stop();
        gateway.kill9();
        gateway.start();
        awaitCall(earlier);
        String fresh = gateway.token(loader, "load");
        for (int i = 0; i < CALLS; i++) {
            assertThat(gateway.call("load", i % 2 == 0 ? earlier : fresh, "echo", "{\"n\":\"" + i + "\"}")
                            .body())
                    .contains("\"" + i + "\"");
        }
        saysSo();
        assertThat(gateway.admin("POST", "/api/v1/agents/loader/rotation").statusCode())
                .as("what needs the database says so")
                .isEqualTo(503);
        assertThat(gateway.terminate()).isZero();
        gateway.start();
        awaitCall(fresh);
        server.restart();
        arrivedOnce("call_completed", CALLS + 2);
        arrivedOnce("call_attempted", CALLS + 2);
        assertThat(rows.count("type = 'administered' and convert_from(body, 'UTF8') like '%start.without-database%'"))
                .as("both starts are in the trail")
                .isEqualTo(2);
        awaitBack();
        assertThat(gateway.credential("leaver").clientId()).startsWith("gha_");
    }

    /** The agent's bundle keeps its records for 400 days before that. */
    @Test
    void a_shorter_time_in_the_file_does_not_hold_at_a_start_without_the_database() throws Exception {
        gateway.start();
        String token = gateway.token(gateway.credential("loader"), "load");
        awaitCall(token);
        server.stop();
        gateway.kill9();
        gateway.configure("audit: { retention: 30d }\n"
                + gateway.body().replace("loaders: {", "loaders: { audit: { retention: 30d },"));
        gateway.start();
        awaitCall(token);
        server.restart();
        awaitBack();
        arrivedOnce("call_completed", 2);
        assertThat(rows.column("select distinct keep_days from audit.event where keep_days > 0"))
                .containsExactly("400");
        assertThat(gateway.admin("GET", "/api/v1/upstreams").body())
                .contains("bundles.loaders.audit.retention: 30d is not in force");
    }

    @Test
    void a_revoked_agent_stays_out_and_a_stranger_too() throws Exception {
        gateway.start();
        TestGateway.Credential leaver = gateway.credential("leaver");
        String token = gateway.token(leaver, "load");
        assertThat(gateway.admin("DELETE", "/api/v1/agents/leaver/credentials").statusCode())
                .isEqualTo(200);
        server.stop();
        gateway.kill9();
        gateway.start();
        assertThat(gateway.call("load", token, "echo", "{\"n\":\"1\"}").statusCode())
                .isEqualTo(401);
        assertThat(gateway.requestToken(leaver, "load").statusCode()).isEqualTo(401);
        var stranger = new TestGateway.Credential("gha_00000000000000000000000000000000", leaver.clientSecret());
        assertThat(gateway.requestToken(stranger, "load").statusCode()).isEqualTo(401);
    }

    @Test
    void the_first_start_ever_is_refused_in_one_line() throws Exception {
        server.stop();
        refused("PostgreSQL at", "there is no local copy");
    }

    @Test
    void a_copy_that_was_altered_is_refused_in_one_line() throws Exception {
        gateway.start();
        assertThat(gateway.terminate()).isZero();
        Path copy = gateway.data().resolve("agents.sealed");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                .isEqualTo("rw-------");
        byte[] bytes = Files.readAllBytes(copy);
        bytes[bytes.length / 2] ^= 1;
        Files.write(copy, bytes);
        server.stop();
        refused("PostgreSQL at", "agents.sealed", "was altered");
        server.restart();
        gateway.start();
    }

    @Test
    void a_database_that_answers_and_refuses_is_not_an_outage() throws Exception {
        gateway.start();
        assertThat(gateway.terminate()).isZero();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("update auth.flyway_schema_history set checksum = 1");
            statement.execute("comment on schema auth is 'as another build left it'");
        }
        refused("PostgreSQL at", "Validate failed");
    }

    @Test
    void schemas_are_brought_up_to_date_before_anything_is_shipped() throws Exception {
        gateway.start();
        TestGateway.Credential loader = gateway.credential("loader");
        String token = gateway.token(loader, "load");
        assertThat(gateway.terminate()).isZero();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("drop schema audit cascade");
        }
        server.stop();
        gateway.start();
        awaitCall(token);
        server.restart();
        awaitBack();
        arrivedOnce("call_completed", 1);
        assertThat(gateway.logTail()).doesNotContain("dead letter");
    }

    private void saysSo() throws IOException {
        HttpResponse<String> ready = gateway.get("http://127.0.0.1:" + gateway.adminPort + "/readyz");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).contains("{\"name\":\"database\",\"ready\":true,\"reason\":\"PostgreSQL is away");
        assertThat(gateway.metrics()).contains("gatehouse_database_up 0.0");
        assertThat(gateway.run("status", "--config", gateway.config().toString())
                        .out())
                .contains("warning: PostgreSQL is away");
        assertThat(gateway.log()).content().contains("started without the database");
    }

    private void awaitBack() {
        String ready = "http://127.0.0.1:" + gateway.adminPort + "/readyz";
        eventually(() -> assertThat(gateway.get(ready).body()).contains("{\"name\":\"database\",\"ready\":true}"));
        eventually(() -> assertThat(gateway.metrics()).contains("gatehouse_database_up 1.0"));
    }

    private void arrivedOnce(String type, long expected) throws Exception {
        rows.await("type = '" + type + "'", count -> count >= expected, WAIT_MAX);
        assertThat(rows.column("select count(distinct call_id) from audit.event where type = '" + type + "'"))
                .containsExactly(Long.toString(expected));
        assertThat(rows.count("type = '" + type + "'")).isEqualTo(expected);
    }

    /** The upstream is asked anew at a start; until it answered, its tools are unknown. */
    private void awaitCall(String token) throws IOException {
        gateway.awaitUpstreams(1);
        assertThat(gateway.call("load", token, "echo", "{\"n\":\"first\"}").body())
                .contains("\"first\"");
    }

    private void refused(String... words) throws IOException {
        TestGateway.Ran ran = gateway.run("serve", "--config", gateway.config().toString());
        assertThat(ran.err().lines().reduce("", (_, line) -> line)).contains(words);
        assertThat(ran.err()).doesNotContain("\tat ").doesNotContain("Exception");
        assertThat(ran.exitCode()).as(ran.err()).isEqualTo(1);
    }
}
