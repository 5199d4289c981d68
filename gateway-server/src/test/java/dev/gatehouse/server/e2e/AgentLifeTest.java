package dev.gatehouse.server.e2e;

import static dev.gatehouse.testkit.wait.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents and API keys as an operator handles them: by the command line, beside a gateway that serves. */
class AgentLifeTest {
    private static final int OTHERS = 20;
    private static final Duration REFUSED_WITHIN = Duration.ofSeconds(1);
    private static final Duration SHIPPING_WAIT_MAX = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private TestGateway gateway;
    private AuditRows rows;

    @BeforeEach
    void start() throws Exception {
        var database = TestDatabase.shared().freshDatabase();
        rows = new AuditRows(database);
        String others = IntStream.range(0, OTHERS)
                .mapToObj(i -> "  other-" + i + ": { bundle: all }")
                .collect(Collectors.joining("\n"));
        gateway = TestGateway.prepare(folder, database, """
                upstreams:
                  demo: %s
                virtualServers:
                  desk: { names: original, upstreams: { demo: {} } }
                bundles:
                  all: { virtualServers: [desk] }
                agents:
                  victim: { bundle: all, owner: ann, purpose: to be revoked, rotateEvery: 90d }
                %s
                """.formatted(TestGateway.demoUpstream(), others))
                .start()
                .awaitUpstreams(1);
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
    }

    @Test
    void of_twenty_one_agents_under_load_the_revoked_one_is_refused_within_a_second_and_nobody_else_notices()
            throws Exception {
        Caller victim = caller("victim");
        List<Caller> others = new ArrayList<>();
        for (int i = 0; i < OTHERS; i++) {
            others.add(caller("other-" + i));
        }
        others.forEach(Caller::start);
        victim.start();
        until(
                "everybody is served",
                () -> victim.served() > 0 && others.stream().allMatch(one -> one.served() > 0));

        assertThat(gateway.run(
                                "agent",
                                "revoke",
                                "victim",
                                "--config",
                                gateway.config().toString())
                        .exitCode())
                .isZero();
        long revoked = System.nanoTime();

        until("the victim is refused", victim::isOver);
        Map<Caller, Integer> then = others.stream().collect(Collectors.toMap(one -> one, Caller::served));
        until(
                "the others are served on",
                () -> then.entrySet().stream()
                        .allMatch(entry -> entry.getKey().served() > entry.getValue()
                                || entry.getKey().isOver()));
        others.forEach(Caller::stop);
        Duration after = Duration.ofNanos(Math.max(0, victim.overAt.get() - revoked));
        System.out.println("revoked by the command line, refused " + after.toMillis() + " ms after it returned");

        assertThat(victim.lastStatus).hasValue(401);
        assertThat(after).isLessThan(REFUSED_WITHIN);
        assertThat(others).allSatisfy(one -> assertThat(one.lastStatus).hasValue(200));
    }

    @Test
    void a_call_that_runs_when_its_agent_is_revoked_is_ended_and_recorded() throws Exception {
        String token = gateway.token(gateway.credential("victim"), "desk");
        CompletableFuture<HttpResponse<String>> running = CompletableFuture.supplyAsync(() -> {
            try {
                return gateway.call("desk", token, "wait", "{\"millis\":30000}");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        until(
                "the call runs",
                () -> gateway.admin("GET", "/api/v1/upstreams").body().contains("\"inFlight\":1"));

        assertThat(gateway.admin("DELETE", "/api/v1/agents/victim/credentials").statusCode())
                .isEqualTo(200);

        assertThat(running.join().body()).contains("The call was cancelled.").doesNotContain("Waited");
        assertThat(rows.await(
                        "type = 'call_completed' and outcome = 'cancelled' and detail like '%revoked%'",
                        n -> n == 1, SHIPPING_WAIT_MAX))
                .isEqualTo(1);
    }

    @Test
    void an_agent_is_made_listed_renewed_and_given_a_key_by_the_command_line() throws Exception {
        Json made = run(
                "agent",
                "create",
                "night",
                "--bundle",
                "all",
                "--owner",
                "bob",
                "--purpose",
                "reports",
                "--expires",
                "2099-12-31",
                "--rotate-every",
                "30d");
        assertThat(made.text("clientSecret")).isPresent();
        assertThat(verb("agent", "create", "night", "--bundle", "nowhere").exitCode())
                .isNotZero();
        run("agent", "renew", "night", "--expires", "2100-01-31");
        assertThat(run("agent", "list").toString())
                .contains("\"name\":\"night\"", "2100-01-31T00:00:00Z", "\"source\":\"runtime\"", "\"owner\":\"bob\"");

        Json key = run("agent", "key", "create", "night", "--label", "ci", "--server", "desk", "--lifetime", "30d");
        String secret = key.text("key").orElseThrow();
        assertThat(call(secret).statusCode()).isEqualTo(200);
        assertThat(rows.await(
                        "type = 'call_attempted' and subject = 'night' and owner = 'bob'",
                        n -> n == 1,
                        SHIPPING_WAIT_MAX))
                .isEqualTo(1);
        HttpRequest inQuery = HttpRequest.newBuilder(URI.create(gateway.mcpUrl("desk") + "?access_token=" + secret))
                .GET()
                .build();
        assertThat(gateway.send(inQuery).statusCode()).isEqualTo(400);

        assertThat(run("agent", "key", "list", "night").toString())
                .contains("\"label\":\"ci\"", "\"lastUsedAt\"")
                .doesNotContain(secret);
        run("agent", "key", "revoke", "night", key.text("id").orElseThrow());
        assertThat(call(secret).statusCode()).isEqualTo(401);
    }

    private HttpResponse<String> call(String bearer) throws IOException {
        return gateway.call("desk", bearer, "echo", "{\"message\":\"hi\"}");
    }

    private TestGateway.Ran verb(String... words) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(words));
        arguments.addAll(List.of("--config", gateway.config().toString(), "--output", "json"));
        return gateway.run(arguments.toArray(String[]::new));
    }

    private Json run(String... words) throws IOException {
        TestGateway.Ran ran = verb(words);
        assertThat(ran.exitCode()).as(ran.out() + ran.err()).isZero();
        return TestGateway.json(ran.out());
    }

    private Caller caller(String agent) throws IOException {
        return new Caller(gateway.token(gateway.credential(agent), "desk"));
    }

    /** Calls again and again until it is not served any more. */
    private final class Caller {
        private final String token;
        private final AtomicInteger served = new AtomicInteger();
        private final AtomicInteger lastStatus = new AtomicInteger();
        private final AtomicLong overAt = new AtomicLong();
        private final AtomicBoolean over = new AtomicBoolean();
        private volatile boolean stopped;

        Caller(String token) {
            this.token = token;
        }

        void start() {
            Thread.startVirtualThread(() -> {
                try {
                    do {
                        lastStatus.set(call(token).statusCode());
                    } while (lastStatus.get() == 200 && served.incrementAndGet() > 0 && !stopped);
                } catch (IOException e) {
                    lastStatus.set(-1);
                }
                overAt.set(System.nanoTime());
                over.set(true);
            });
        }

        int served() {
            return served.get();
        }

        boolean isOver() {
            return over.get();
        }

        void stop() {
            stopped = true;
            until("the last call is answered", this::isOver);
        }
    }
}
