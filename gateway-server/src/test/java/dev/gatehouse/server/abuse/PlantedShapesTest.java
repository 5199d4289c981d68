package dev.gatehouse.server.abuse;

import static dev.gatehouse.testkit.wait.Eventually.WAIT_MAX;
import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.server.e2e.AuditRows;
import dev.gatehouse.server.e2e.TestGateway;
import dev.gatehouse.testkit.postgres.Connectable;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secrets of every shape, each another one, in every place where a client, an upstream or a child can put something. Then the
 * log, the spool, every table, an export, a thread dump and what the admin listener tells are searched for them.
 */
class PlantedShapesTest {
    private static final long SEED = 20261122;
    private static final String SCIM_TOKEN = "scim-token-of-at-least-32-characters";
    private static final int CALLERS = 6;
    private static final String CONTROL = "full";
    private static final List<String> MODES = List.of("digest", "redacted", CONTROL);

    @TempDir
    static Path folder;

    private static final Plants plants = new Plants(SEED);
    private static final Map<String, String> found = new LinkedHashMap<>();
    private static long reads;

    @BeforeAll
    static void plantAndLook() throws Exception {
        Connectable database = TestDatabase.shared().freshDatabase();
        PlantedAnswers answers = new PlantedAnswers(plants);
        Path spoken = folder.resolve("spoken.txt");
        Files.write(
                spoken,
                SecretShape.ALL.stream()
                        .map(shape -> plants.plant(shape, "digest: standard error"))
                        .toList());
        try (RawUpstream upstream = RawUpstream.start(PlantedAnswers.TOOLS, answers::answer);
                TestGateway gateway = TestGateway.prepare(folder, database, body(upstream, spoken))
                        .withEnvironment("SYNC_SCIM", SCIM_TOKEN)
                        .servedBy(TellingServe.class)
                        .start()) {
            for (String mode : MODES) {
                McpCaller caller = McpCaller.of(gateway, "agent-" + mode, mode).awaitTools("raw_text", "talker_echo");
                String session = caller.session("2025-11-25");
                forEachShape(shape -> {
                    var requests = new PlantedRequests(plants, answers, caller, session, mode, shape);
                    if (mode.equals(CONTROL)) {
                        requests.sendWhatIsKept();
                    } else {
                        requests.send();
                    }
                });
            }
            forEachShape(shape -> new PlantedForms(plants, gateway, shape, SCIM_TOKEN).send());
            assertThat(answers.unsaid()).as("what the upstream was to say").isEmpty();
            look(gateway, database);
        }
    }

    private interface Planting {
        void of(SecretShape shape) throws IOException;
    }

    /** A few at a time: each request waits for the disk. */
    private static void forEachShape(Planting planting) throws Exception {
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            List<Future<Void>> planted = new ArrayList<>();
            for (SecretShape shape : SecretShape.ALL) {
                planted.add(callers.submit(() -> {
                    planting.of(shape);
                    return null;
                }));
            }
            for (Future<Void> each : planted) {
                each.get();
            }
        }
    }

    private static void look(TestGateway gateway, Connectable database) throws Exception {
        new ProcessBuilder("kill", "-QUIT", String.valueOf(gateway.process().pid()))
                .start()
                .waitFor();
        eventually(() -> assertThat(Files.readString(gateway.log())).contains("Full thread dump", "JNI global refs"));
        AuditRows rows = new AuditRows(database);
        long completed = ((MODES.size() - 1L) * PlantedAnswers.TOOLS.size() + 1) * SecretShape.ALL.size();
        assertThat(rows.await("type = 'call_completed'", count -> count >= completed, WAIT_MAX))
                .isGreaterThanOrEqualTo(completed);
        Path export = folder.resolve("export.jsonl.gz");
        TestGateway.Ran exported =
                gateway.run("audit", "export", "--config", gateway.config().toString(), "--out", export.toString());
        assertThat(exported.exitCode()).as(exported.err()).isZero();
        Sinks sinks =
                Sinks.of(gateway, database.dataSource(), adminPaths(gateway)).unpacked(export);
        sinks.texts().forEach((sink, text) -> {
            reads += text.length();
            plants.in(text).forEach(plant -> found.merge(plant, sink, (one, other) -> one + ", " + other));
        });
        System.out.println(plants.count() + " secrets planted, " + (reads >> 20) + " MiB read, found of mode full: "
                + in("full").size());
    }

    private static List<String> adminPaths(TestGateway gateway) throws Exception {
        return TellingServe.read(gateway.config()).stream()
                .filter(told ->
                        told.on() == Endpoint.Listener.ADMIN && told.method().equals("GET"))
                .map(told -> told.target("digest", "agent-digest"))
                .toList();
    }

    /** Places of a mode, with the sinks where they were found. */
    private static List<String> in(String mode) {
        List<String> places = new ArrayList<>();
        found.forEach((plant, sinks) -> {
            if (plant.startsWith(mode + ":")) {
                places.add(plant + " in " + sinks.replace(folder.toString(), ""));
            }
        });
        return places;
    }

    @Test
    void none_is_found_where_payloads_are_kept_as_digests() {
        assertThat(in("digest")).isEmpty();
    }

    @Test
    void none_is_found_where_payloads_are_kept_redacted() {
        assertThat(in("redacted")).isEmpty();
    }

    @Test
    void none_is_found_of_what_was_put_elsewhere() {
        assertThat(in("forms")).isEmpty();
    }

    /** The same search, where the bundle keeps payloads: it can find every shape, in arguments and in results. */
    @Test
    void the_same_search_finds_each_shape_where_payloads_are_kept_in_full() {
        for (SecretShape shape : SecretShape.ALL) {
            assertThat(found)
                    .containsKey("full: an argument of " + shape.name())
                    .containsKey("full: a result of " + shape.name());
        }
    }

    /** The child says all it knows on standard error, then is the demo server. */
    private static String body(RawUpstream upstream, Path spoken) {
        String demo = TestGateway.demoUpstream();
        String program = demo.substring(demo.indexOf('"') + 1, demo.indexOf('"', demo.indexOf('"') + 1));
        String arguments = demo.substring(demo.indexOf('[') + 1, demo.indexOf(']'));
        StringBuilder body = new StringBuilder("""
                identity:
                  providers:
                    sync: { issuer: "https://sync.test", clientId: gw, scim: { token: "${env:SYNC_SCIM}" } }
                upstreams:
                  raw: { url: "%s" }
                  talker: { command: sh, args: ["-c", "cat %s >&2; exec \\"$0\\" \\"$@\\"", "%s", %s] }
                """.formatted(upstream.url(), spoken, program, arguments));
        body.append("virtualServers:\n");
        MODES.forEach(mode -> body.append("  " + mode + ": { upstreams: { raw: {}, talker: {} } }\n"));
        body.append("agents:\n");
        MODES.forEach(mode -> body.append("  agent-" + mode + ": { bundle: " + mode + " }\n"));
        body.append("bundles:\n");
        MODES.forEach(mode ->
                body.append("  " + mode + ": { virtualServers: [" + mode + "], audit: { payloads: " + mode + " } }\n"));
        return body.toString();
    }

    @AfterAll
    static void forget() {
        found.clear();
    }
}
