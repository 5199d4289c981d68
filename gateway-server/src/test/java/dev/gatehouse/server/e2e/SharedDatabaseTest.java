package dev.gatehouse.server.e2e;

import static dev.gatehouse.server.e2e.ShiftingUpstream.tool;
import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.mcp.HttpMcpServer;
import dev.gatehouse.testkit.postgres.Connectable;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways on one database: a hundred callers race for what there is once, and one gateway is killed on the way. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SharedDatabaseTest {
    private static final int RACERS = 100;
    private static final int SPENDERS = 16;
    private static final String DONE = "done";
    private static final String BUSY = "cannot be looked up now";
    private static final String USED_UP = "is used up";
    private static final Pattern REQUEST = Pattern.compile("/approvals/([0-9a-f]{16})");

    @TempDir
    static Path folder;

    private static final Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();
    private static final AtomicInteger numbers = new AtomicInteger();
    private static Connectable database;
    private static HttpMcpServer upstream;
    private static ShiftingUpstream shifting;
    private static TestGateway here;
    private static TestGateway there;

    @BeforeAll
    static void start() throws Exception {
        database = TestDatabase.shared().freshDatabase();
        upstream = HttpMcpServer.start(arguments -> {
            String n = arguments.path("n").asString("");
            runs.computeIfAbsent(n, _ -> new AtomicInteger()).incrementAndGet();
            return arguments.path("answer");
        });
        shifting = ShiftingUpstream.offering(tool("read", "Reads a file."));
        here = gateway("here").start().awaitUpstreams(2);
        there = gateway("there").publishedAt(here.port).start().awaitUpstreams(2);
    }

    @AfterAll
    static void stop() throws Exception {
        here.close();
        there.close();
        upstream.close();
        shifting.close();
    }

    private static TestGateway gateway(String name) throws IOException {
        return TestGateway.prepare(
                Files.createDirectory(folder.resolve(name)), database, """
                upstreams:
                  tools: { url: "%s" }
                  shifting: { url: "%s", updates: approve }
                virtualServers:
                  main: { names: original, upstreams: { tools: {} } }
                  pinned: { names: original, upstreams: { shifting: {} } }
                agents:
                  asker: { bundle: careful }
                  robot: { bundle: unattended }
                  spender: { bundle: dear }
                  heir: { bundle: lasting }
                  hasty: { bundle: often }
                  reader: { bundle: readers }
                bundles:
                  careful: { virtualServers: [main], policies: [held] }
                  unattended: { virtualServers: [main], policies: [executed] }
                  dear: { virtualServers: [main], policies: [forty-calls] }
                  lasting: { virtualServers: [main], policies: [sixty-calls] }
                  often: { virtualServers: [main], policies: [seven-calls] }
                  readers: { virtualServers: [pinned] }
                policies:
                  held: [ { tools: [echo], approve: { within: 10m }, deny: "It matters." } ]
                  executed: [ { tools: [echo], approve: { within: 10m, execute: onApproval }, deny: "It matters." } ]
                  forty-calls: [ { budget: { usd: 0.40, per: month } } ]
                  sixty-calls: [ { budget: { usd: 0.60, per: month } } ]
                  seven-calls: [ { limit: { calls: 7, per: 1h, key: agent } } ]
                prices:
                  tools: { "main/ec*": 0.01 }
                """.formatted(upstream.url(), shifting.url()));
    }

    /** Good at both, once the other one heard of the agent. */
    private static String token(String agent, String server) throws IOException {
        String token = here.token(here.credential(agent), server);
        eventually(() -> assertThat(send(there, server, token, "unknown", "{}").statusCode())
                .isNotEqualTo(401));
        return token;
    }

    private static String call(TestGateway gateway, String token, String n) throws IOException {
        String arguments = "{\"n\":\"" + n + "\",\"answer\":\"" + DONE + "\"}";
        return send(gateway, "main", token, "echo", arguments).body();
    }

    private static String read(TestGateway gateway, String token) throws IOException {
        return send(gateway, "pinned", token, "read", "{}").body();
    }

    /** Past the one address that both are known by. */
    private static HttpResponse<String> send(
            TestGateway gateway, String server, String token, String tool, String arguments) throws IOException {
        HttpRequest request = gateway.callRequest(server, token, tool, arguments);
        URI direct =
                URI.create("http://127.0.0.1:" + gateway.port + request.uri().getPath());
        return gateway.send(
                HttpRequest.newBuilder(request, (_, _) -> true).uri(direct).build());
    }

    private static int runs(String n) {
        return runs.getOrDefault(n, new AtomicInteger()).get();
    }

    @FunctionalInterface
    private interface Turn {
        String take(int racer) throws Exception;
    }

    /** What each of a hundred was told, that all began at once. */
    private static List<String> race(Turn turn) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<String>> racers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < RACERS; i++) {
                int racer = i;
                racers.add(threads.submit(() -> {
                    start.await();
                    return turn.take(racer);
                }));
            }
            start.countDown();
        }
        List<String> told = new ArrayList<>();
        for (Future<String> racer : racers) {
            told.add(racer.get());
        }
        return told;
    }

    private static TestGateway either(int i) {
        return i % 2 == 0 ? here : there;
    }

    @Test
    @Order(1)
    void of_a_hundred_that_race_through_both_for_one_approval_one_call_is_made() throws Exception {
        String token = token("asker", "main");
        String id = request(call(here, token, "raced"));
        approve(there, id);
        List<String> told = race(i -> call(either(i), token, "raced"));
        assertThat(told).filteredOn(answer -> answer.contains(DONE)).hasSize(1);
        assertThat(told).filteredOn(answer -> !answer.contains(DONE)).allMatch(answer -> answer.contains("approv"));
        assertThat(runs("raced")).isEqualTo(1);
    }

    @Test
    @Order(2)
    void of_a_hundred_that_race_through_both_for_one_budget_as_many_are_made_as_it_pays() throws Exception {
        String token = token("spender", "main");
        List<String> told = race(i -> {
            String answer = call(either(i), token, "spent");
            while (answer.contains(BUSY)) {
                answer = call(either(i), token, "spent");
            }
            return answer;
        });
        assertThat(told).allMatch(answer -> answer.contains(DONE) || answer.contains(USED_UP));
        assertThat(told).filteredOn(answer -> answer.contains(DONE)).hasSize(40);
        assertThat(runs("spent")).isEqualTo(40);
        assertThat(spent("dear/forty-calls")).contains("0.4 of 0.4 USD");
    }

    @Test
    @Order(3)
    void of_a_hundred_that_race_through_one_for_a_rate_as_many_are_made_as_it_allows() throws Exception {
        String token = token("hasty", "main");
        List<String> told = race(_ -> call(here, token, "hurried"));
        assertThat(told).filteredOn(answer -> answer.contains(DONE)).hasSize(7);
        assertThat(runs("hurried")).isEqualTo(7);
    }

    @Test
    @Order(4)
    void a_definition_that_was_approved_at_one_is_served_by_the_other() throws Exception {
        String token = token("reader", "pinned");
        for (TestGateway gateway : List.of(here, there)) {
            assertThat(read(gateway, token)).contains("nobody has approved it yet");
            eventually(() ->
                    assertThat(gateway.metrics()).contains("gatehouse_upstream_pins_pending{upstream=\"shifting\"} 1"));
        }
        assertThat(here.run(
                                "pin",
                                "approve",
                                "shifting",
                                "--all",
                                "--config",
                                here.config().toString())
                        .exitCode())
                .isZero();
        assertThat(read(here, token)).contains(DONE);
        eventually(() -> assertThat(read(there, token)).contains(DONE));
    }

    @Test
    @Order(5)
    void a_gateway_that_is_killed_loses_no_approval_and_no_budget_and_counts_nothing_twice() throws Exception {
        String asker = token("asker", "main");
        String robot = token("robot", "main");
        String heir = token("heir", "main");
        String waiting = request(call(here, asker, "waiting"));
        String unused = request(call(here, asker, "unused"));
        approve(here, unused);
        String unattended = request(call(here, robot, "unattended"));

        List<String> paid = spendWhileOneIsKilled(heir);

        approve(there, unattended);
        eventually(() -> assertThat(
                        there.admin("GET", "/api/v1/approvals/" + unattended).body())
                .contains("\"executed\"", "\"outcome\":\"ok\""));
        here.start().awaitUpstreams(2);
        assertThat(call(here, robot, "unattended")).contains(DONE);
        assertThat(call(here, asker, "unused")).contains(DONE);
        assertThat(call(here, asker, "waiting")).contains(waiting);
        approve(here, waiting);
        assertThat(call(there, asker, "waiting")).contains(DONE);
        for (String once : List.of("waiting", "unused", "unattended")) {
            assertThat(runs(once)).as(once).isEqualTo(1);
        }
        assertThat(call(here, heir, "heir-late")).contains(USED_UP);
        assertThat(spent("lasting/sixty-calls")).contains("0.6 of 0.6 USD");
        assertThat(paid).allMatch(n -> runs(n) == 1, "answered, so made once");
        List<AtomicInteger> made = runs.entrySet().stream()
                .filter(run -> run.getKey().startsWith("heir"))
                .map(Map.Entry::getValue)
                .toList();
        assertThat(made)
                .as("those that the killed one was about to make are paid for")
                .hasSizeBetween(60 - SPENDERS, 60);
        assertThat(made).allMatch(count -> count.get() == 1);
    }

    /** Everybody calls until the budget is used up; those whose gateway dies go on at the other. */
    private static List<String> spendWhileOneIsKilled(String token) throws Exception {
        CountDownLatch some = new CountDownLatch(SPENDERS);
        List<Future<List<String>>> spenders = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < SPENDERS; i++) {
                TestGateway first = either(i);
                spenders.add(threads.submit(() -> spend(first, token, some)));
            }
            some.await();
            here.kill9();
        }
        List<String> paid = new ArrayList<>();
        for (Future<List<String>> spender : spenders) {
            paid.addAll(spender.get());
        }
        return paid;
    }

    private static List<String> spend(TestGateway first, String token, CountDownLatch some) {
        List<String> paid = new ArrayList<>();
        TestGateway gateway = first;
        while (true) {
            String n = "heir-" + numbers.incrementAndGet();
            try {
                String told = call(gateway, token, n);
                some.countDown();
                if (told.contains(USED_UP)) {
                    return paid;
                }
                if (!told.contains(BUSY)) {
                    assertThat(told).contains(DONE);
                    paid.add(n);
                }
            } catch (IOException e) {
                gateway = there;
            }
        }
    }

    private static String spent(String budget) throws IOException {
        String listed =
                there.run("budget", "--config", there.config().toString()).out();
        return listed.lines().filter(line -> line.contains(budget)).findFirst().orElse(listed);
    }

    private static String request(String told) {
        Matcher found = REQUEST.matcher(told);
        assertThat(found.find()).as(told).isTrue();
        return found.group(1);
    }

    private static void approve(TestGateway gateway, String id) throws IOException {
        assertThat(gateway.admin("POST", "/api/v1/approvals/" + id + "/approve", "{}")
                        .statusCode())
                .isEqualTo(200);
    }
}
