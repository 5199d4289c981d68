package dev.gatehouse.server.e2e;

import static dev.gatehouse.testkit.wait.Eventually.WAIT_MAX;
import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.testkit.mcp.HttpMcpServer;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running gateway whose trail names nobody: read as before by those who may, until somebody is erased. */
class ErasureTest {
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
                virtualServers:
                  main: { names: original, upstreams: { tools: {} } }
                audit:
                  fields: { subject: encrypted, owner: encrypted, peer: hmac, arguments: encrypted, results: encrypted }
                bundles:
                  team: { virtualServers: [main], audit: { payloads: full } }
                agents:
                  chandler: { bundle: team, owner: joey@example.com }
                  rachel: { bundle: team }
                """.formatted(upstream.url()))
                .start()
                .awaitUpstreams(1);
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    @Test
    void who_was_erased_is_found_no_more_and_the_trail_stays_whole() throws Exception {
        called("chandler", "the-needle");
        called("rachel", "the-thread");
        assertThat(rows.column("select encode(body, 'escape') from audit.event where event::text LIKE '%chandler%'"
                        + " OR event::text LIKE '%joey%' OR peer LIKE '127.%'"
                        + " OR encode(body, 'escape') LIKE '%chandler%' OR encode(payload, 'escape') LIKE '%needle%'"))
                .isEmpty();
        assertThat(spool()).doesNotContain("chandler", "joey@", "the-needle").contains("call_attempted");

        String call = found("chandler");
        assertThat(audit("search", "--owner", "joey@example.com").out()).contains("chandler");
        assertThat(audit("show", call, "--payload").out()).contains("the-needle", "joey@example.com", "chandler");
        assertThat(audit("usage", "--by", "agent", "--from", "-1d").out()).contains("chandler", "rachel");

        TestGateway.Ran dry = erase("--dry-run");
        assertThat(dry.out()).as(dry.err()).contains("would destroy", "chandler");
        assertThat(found("chandler")).isEqualTo(call);
        TestGateway.Ran held = held();
        assertThat(held.exitCode()).isEqualTo(1);
        assertThat(held.err()).contains("hold-");
        TestGateway.Ran erased = erase("--reason", "request 17 of chandler", "--output", "json");
        assertThat(erased.exitCode()).as(erased.err()).isZero();
        assertThat(erased.out()).contains("erasure-").doesNotContain("chandler");

        eventually(() -> assertThat(audit("search", "--agent", "chandler", "--from", "-1h", "--output", "json")
                        .out())
                .doesNotContain(call));
        assertThat(audit("show", call, "--payload").out())
                .contains("(erased 20")
                .doesNotContain("the-needle", "chandler")
                .contains("joey@example.com");
        assertThat(audit("show", found("rachel"), "--payload").out()).contains("the-thread");
        assertThat(audit("erase", "--list").out()).contains("request 17 of (erased)");
        assertThat(erase("--reason", "again").err()).contains("no record is under a key");
        assertThat(verified().exitCode()).isZero();
    }

    private static TestGateway.Ran held() throws Exception {
        audit("hold", "place", "--from", "2026-01-01", "--reason", "case");
        TestGateway.Ran refused = erase("--reason", "request 17");
        String hold = audit("hold", "list").out().split(" ", 2)[0];
        assertThat(audit("hold", "release", hold, "--reason", "over").exitCode())
                .isZero();
        return refused;
    }

    private static TestGateway.Ran verified() throws Exception {
        return audit("verify", "--keys", gateway.data().resolve("audit.pub").toString());
    }

    private static String found(String agent) throws Exception {
        TestGateway.Ran found =
                audit("search", "--agent", agent, "--type", "call_attempted", "--from", "-1h", "--output", "json");
        List<Json> events =
                Json.read(found.out()).member("events").orElseThrow().elements();
        assertThat(events).as(found.out() + found.err()).isNotEmpty();
        assertThat(events.getFirst().text("agent")).contains(agent);
        return events.getFirst().text("call").orElseThrow();
    }

    private static TestGateway.Ran erase(String... more) throws Exception {
        List<String> verb = new ArrayList<>(List.of("erase", "--subject", "chandler"));
        verb.addAll(List.of(more));
        return audit(verb.toArray(String[]::new));
    }

    private static void called(String agent, String text) throws Exception {
        long before = rows.count("type = 'call_completed'");
        String token = gateway.token(gateway.credential(agent), "main");
        assertThat(gateway.call("main", token, "echo", "{\"text\":\"" + text + "\"}")
                        .body())
                .contains(text);
        rows.await("type = 'call_completed'", count -> count > before, WAIT_MAX);
    }

    private static String spool() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(gateway.data().resolve("audit"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(new String(Files.readAllBytes(file), ISO_8859_1));
            }
        }
        return all.toString();
    }

    private static TestGateway.Ran audit(String... verb) throws Exception {
        List<String> line = new ArrayList<>(List.of("audit"));
        line.addAll(List.of(verb));
        line.addAll(List.of("--config", gateway.config().toString()));
        return gateway.run(line.toArray(String[]::new));
    }
}
