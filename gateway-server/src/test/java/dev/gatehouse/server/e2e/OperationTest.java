package dev.gatehouse.server.e2e;

import static dev.gatehouse.testkit.wait.Eventually.WAIT_MAX;
import static dev.gatehouse.testkit.wait.Eventually.await;
import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.testkit.mcp.HttpMcpServer;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** What operators do to a running gateway, under load: reload, stop, take the database away, ask the command line. */
class OperationTest {
    private static final int RELOADS = 100;
    private static final int CALLERS = 4;
    private static final Duration SHIPPING_WAIT_MAX = Duration.ofSeconds(60);
    /** Less than streams wait to be admitted again when nothing was told. */
    private static final int REVOKED_SECONDS_MAX = 10;

    @TempDir
    Path folder;

    private TestDatabase server;
    private HttpMcpServer upstream;
    private TestGateway gateway;
    private AuditRows rows;
    private final AtomicReference<CountDownLatch> gate = new AtomicReference<>(new CountDownLatch(0));
    private final CountDownLatch reachedUpstream = new CountDownLatch(1);
    private final AtomicBoolean loadIsOver = new AtomicBoolean();

    @BeforeEach
    void start() throws Exception {
        server = TestDatabase.privateInstance();
        var database = server.freshDatabase();
        rows = new AuditRows(database);
        upstream = HttpMcpServer.start(this::answer);
        gateway = TestGateway.prepare(folder, database, body("")).start();
    }

    @AfterEach
    void stop() throws Exception {
        loadIsOver.set(true);
        gateway.close();
        upstream.close();
        server.close();
    }

    private JsonNode answer(JsonNode arguments) {
        reachedUpstream.countDown();
        try {
            assertThat(gate.get().await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return StringNode.valueOf("answer to " + arguments.path("n").asString(""));
    }

    @Test
    void a_hundred_reloads_under_load_fail_no_call() throws Exception {
        Load load = new Load(gateway.token(gateway.credential("loader"), "load"));
        for (int i = 0; i < RELOADS; i++) {
            gateway.configure(body("# revision " + i + "\n  extra" + i + ": { bundle: loaders }\n"));
            TestGateway.Ran ran = i % 10 == 0
                    ? gateway.run("reload", "--config", gateway.config().toString())
                    : null;
            HttpResponse<String> answer = ran == null ? gateway.admin("POST", "/api/v1/reload") : null;
            assertThat(ran == null ? answer.statusCode() : 200 + ran.exitCode())
                    .as(() -> ran == null ? answer.body() : ran.err())
                    .isEqualTo(200);
        }
        load.stop();
        assertThat(load.failures).isEmpty();
        assertThat(load.answered.get()).as("calls during the reloads").isGreaterThan(RELOADS);
        assertThat(rows.await("type = 'revision_activated'", n -> n > RELOADS, SHIPPING_WAIT_MAX))
                .isGreaterThanOrEqualTo(RELOADS);
        System.out.println("reloads: " + RELOADS + ", calls meanwhile: " + load.answered + ", failed: 0");
    }

    @Test
    void a_wrong_file_is_refused_with_places_and_the_old_one_runs_on() throws Exception {
        String token = gateway.token(gateway.credential("loader"), "load");
        String good = gateway.body();
        gateway.configure(good + "bundels: {}\n");
        TestGateway.Ran ran = gateway.run("reload", "--config", gateway.config().toString(), "--output", "json");
        assertThat(ran.exitCode()).isEqualTo(3);
        assertThat(ran.out()).contains("bundels").contains("bundles");
        assertThat(gateway.admin("POST", "/api/v1/reload").statusCode()).isEqualTo(422);
        assertThat(gateway.call("load", token, "echo", "{\"n\":\"still here\"}").body())
                .contains("answer to still here");
    }

    @Test
    void sigterm_lets_the_call_under_way_finish_and_exits_zero() throws Exception {
        String token = gateway.token(gateway.credential("loader"), "load");
        gate.set(new CountDownLatch(1));
        CompletableFuture<HttpResponse<String>> pending = CompletableFuture.supplyAsync(() -> {
            try {
                return gateway.call("load", token, "echo", "{\"n\":\"last words\"}");
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        await("the call is under way", reachedUpstream);
        gateway.process().destroy();
        awaitNotReady();
        gate.get().countDown();
        assertThat(pending.get(WAIT_MAX.toSeconds(), TimeUnit.SECONDS).body()).contains("answer to last words");
        assertThat(gateway.awaitEnd()).as(gateway.logTail()).isZero();
        gateway.start();
        assertThat(rows.await("type = 'call_completed' and outcome = 'ok'", n -> n == 1, SHIPPING_WAIT_MAX))
                .isEqualTo(1);
    }

    @Test
    void calls_and_tokens_go_on_while_postgresql_is_away_and_nothing_is_lost_or_doubled() throws Exception {
        TestGateway.Credential credential = gateway.credential("loader");
        Load load = new Load(gateway.token(credential, "load"));
        load.awaitAnswers(50);
        server.stop();
        load.awaitAnswers(load.answered.get() + 200);
        String token = gateway.token(credential, "load");
        assertThat(gateway.call("load", token, "echo", "{\"n\":\"in the dark\"}")
                        .body())
                .contains("answer to in the dark");
        assertThat(gateway.readyStatus()).isEqualTo(200);
        server.restart();
        load.awaitAnswers(load.answered.get() + 50);
        load.stop();
        assertThat(load.failures).isEmpty();
        long expected = load.answered.get() + 1;
        assertThat(rows.await("type = 'call_completed'", n -> n >= expected, SHIPPING_WAIT_MAX))
                .isEqualTo(expected);
        assertThat(rows.column("select count(*) from (select call_id from audit.event where type = 'call_completed'"
                        + " group by call_id having count(*) > 1) twice"))
                .containsExactly("0");
    }

    @Test
    void a_revoked_agent_is_out_within_a_second_while_others_go_on() throws Exception {
        Load others = new Load(gateway.token(gateway.credential("loader"), "load"));
        String token = gateway.token(gateway.credential("leaver"), "load");
        assertThat(gateway.call("load", token, "echo", "{\"n\":\"1\"}").statusCode())
                .isEqualTo(200);
        TestGateway.Ran ran = gateway.run(
                "agent", "revoke", "leaver", "--config", gateway.config().toString());
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(gateway.call("load", token, "echo", "{\"n\":\"2\"}").statusCode())
                .isEqualTo(401);
        others.stop();
        assertThat(others.failures).isEmpty();
    }

    @Test
    void the_streams_of_a_revoked_agent_end_at_once_and_so_they_do_when_a_reload_takes_access() throws Exception {
        CompletableFuture<List<String>> revoked = listening(gateway.token(gateway.credential("leaver"), "load"));
        CompletableFuture<List<String>> moved = listening(gateway.token(gateway.credential("loader"), "load"));

        assertThat(gateway.admin("DELETE", "/api/v1/agents/leaver/credentials").statusCode())
                .isEqualTo(200);
        assertThat(revoked.get(REVOKED_SECONDS_MAX, TimeUnit.SECONDS))
                .last()
                .asString()
                .contains("\"result\"");
        assertThat(moved).isNotDone();
        gateway.configure(gateway.body().replace("virtualServers: [load]", "virtualServers: []"));
        assertThat(gateway.admin("POST", "/api/v1/reload").statusCode()).isEqualTo(200);
        assertThat(moved.get(REVOKED_SECONDS_MAX, TimeUnit.SECONDS))
                .last()
                .asString()
                .contains("\"result\"");

        assertThat(rows.await("type = 'shown_out'", n -> n == 2, SHIPPING_WAIT_MAX))
                .isEqualTo(2);
        assertThat(rows.set("select subject from audit.event where type = 'shown_out'"))
                .containsExactlyInAnyOrder("leaver", "loader");
    }

    /** An open stream of changes: what it said, once it is over. */
    private CompletableFuture<List<String>> listening(String token) throws Exception {
        CountDownLatch acknowledged = new CountDownLatch(1);
        CompletableFuture<List<String>> said = gateway.listen("load", token)
                .thenApplyAsync(
                        lines -> lines.filter(line -> line.startsWith("data:"))
                                .peek(_ -> acknowledged.countDown())
                                .toList(),
                        Thread::startVirtualThread);
        await("the stream is acknowledged", acknowledged);
        return said;
    }

    @Test
    void credentials_are_made_while_the_gateway_is_stopped_too() throws Exception {
        assertThat(gateway.terminate()).isZero();
        TestGateway.Ran ran = gateway.run(
                "agent", "create", "loader", "--config", gateway.config().toString(), "--output", "json");
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        Json created = TestGateway.json(ran.out());
        gateway.start();
        TestGateway.Credential credential = new TestGateway.Credential(
                created.text("clientId").orElseThrow(),
                created.text("clientSecret").orElseThrow());
        String token = gateway.token(credential, "load");
        assertThat(gateway.call("load", token, "echo", "{\"n\":\"1\"}").statusCode())
                .isEqualTo(200);
        assertThat(rows.await("type = 'administered'", n -> n >= 1, SHIPPING_WAIT_MAX))
                .isGreaterThanOrEqualTo(1);
    }

    private void awaitNotReady() {
        eventually(() ->
                assertThat(gateway.readyStatus()).as("readiness while draining").isNotEqualTo(200));
    }

    private String body(String moreAgents) {
        return """
                upstreams:
                  load: { url: "%s" }
                virtualServers:
                  load: { names: original, upstreams: { load: {} } }
                bundles:
                  loaders: { virtualServers: [load] }
                agents:
                  loader: { bundle: loaders }
                  leaver: { bundle: loaders }
                %s
                """.formatted(upstream.url(), moreAgents);
    }

    /** Calls from several threads until stopped; every answer counts, everything else is a failure. */
    private final class Load {
        private final AtomicLong answered = new AtomicLong();
        private final List<String> failures = java.util.Collections.synchronizedList(new ArrayList<>());
        private final List<Thread> callers = new ArrayList<>();

        Load(String token) {
            for (int i = 0; i < CALLERS; i++) {
                callers.add(Thread.ofVirtual().start(() -> {
                    while (!loadIsOver.get()) {
                        callOnce(token);
                    }
                }));
            }
        }

        private void callOnce(String token) {
            try {
                HttpResponse<String> response = gateway.call("load", token, "echo", "{\"n\":\"x\"}");
                if (response.statusCode() == 200 && response.body().contains("answer to x")) {
                    answered.incrementAndGet();
                } else {
                    failures.add(response.statusCode() + " " + response.body());
                }
            } catch (IOException e) {
                failures.add(e.toString());
            }
        }

        void awaitAnswers(long count) {
            eventually(() -> assertThat(answered.get()).as(failures::toString).isGreaterThanOrEqualTo(count));
        }

        void stop() throws InterruptedException {
            loadIsOver.set(true);
            for (Thread caller : callers) {
                caller.join();
            }
        }
    }
}
