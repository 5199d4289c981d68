package dev.gatehouse.server.e2e;

import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static dev.gatehouse.testkit.wait.Eventually.until;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.testkit.http.LoopbackServer;
import dev.gatehouse.testkit.postgres.Connectable;
import dev.gatehouse.testkit.postgres.TestDatabase;
import dev.gatehouse.testkit.sentinel.FakeSentinel;
import dev.gatehouse.testkit.tls.PemFiles;
import dev.gatehouse.testkit.tls.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real gateways and their sinks: killed on the way, two over one database, and reloaded. */
@Timeout(180)
class AuditSinkTest {
    private static final String IDS = "SELECT gateway_id || '/' || epoch || '/' || seq FROM audit.event";
    private static final Pattern SYSLOG_ID = Pattern.compile("\\[gatehouse@32473 id=\"([^\"]+)\"");

    @TempDir
    Path folder;

    private final Set<String> taken = new ConcurrentSkipListSet<>();
    private final AtomicInteger records = new AtomicInteger();
    private final AtomicInteger posts = new AtomicInteger();
    private final AtomicBoolean isAway = new AtomicBoolean();
    private Connectable database;
    private AuditRows rows;
    private LoopbackServer receiver;

    @BeforeEach
    void open() throws IOException {
        database = TestDatabase.shared().freshDatabase();
        rows = new AuditRows(database);
        receiver = LoopbackServer.start((request, answer) -> {
            posts.incrementAndGet();
            if (isAway.get()) {
                throw new IOException("away");
            }
            List<Json> batch =
                    TestGateway.json(new String(request.body(), UTF_8)).elements();
            batch.forEach(record -> taken.add(record.text("id").orElseThrow()));
            records.addAndGet(batch.size());
            answer.body(204, "", new byte[0]);
        });
    }

    @AfterEach
    void close() throws IOException {
        receiver.close();
    }

    private TestGateway gateway(String name, String sinks) throws IOException {
        return TestGateway.prepare(Files.createDirectory(folder.resolve(name)), database, body(sinks));
    }

    private String body(String sinks) {
        return """
                upstreams: { demo: %s }
                virtualServers: { main: { upstreams: { demo: {} } } }
                agents: { robot: { bundle: all } }
                bundles: { all: { virtualServers: [main] } }
                audit:
                  sinks:
                    - { name: siem, webhook: { url: "http://127.0.0.1:%d/in" } }
                """.formatted(TestGateway.demoUpstream(), receiver.port()) + sinks;
    }

    /** Each leaves some records. */
    private static void work(TestGateway gateway) throws IOException {
        for (int i = 0; i < 5; i++) {
            gateway.credential("robot");
        }
    }

    private void awaitAllTaken(TestGateway... gateways) {
        eventually(() -> {
            for (TestGateway gateway : gateways) {
                assertThat(gateway.metrics()).contains("gatehouse_audit_spool_unshipped 0.0");
            }
            assertThat(taken).containsAll(rows.set(IDS));
        });
    }

    @Test
    void a_gateway_that_is_killed_while_its_sink_is_away_leaves_nothing_out() throws Exception {
        try (TestGateway gateway = gateway("one", "").start()) {
            work(gateway);
            awaitAllTaken(gateway);
            isAway.set(true);
            work(gateway);
            int before = posts.get();
            until("it is tried", () -> posts.get() > before + 1);
            assertThat(gateway.metrics()).containsPattern("gatehouse_audit_sink_lag_records\\{sink=\"siem\"} [1-9]");
            gateway.kill9();
            gateway.start();
            work(gateway);
            isAway.set(false);
            awaitAllTaken(gateway);
            eventually(() -> assertThat(gateway.metrics())
                    .contains("gatehouse_audit_sink_sending{sink=\"siem\"} 1.0")
                    .contains("gatehouse_audit_sink_failing_seconds{sink=\"siem\"} 0.0")
                    .contains("gatehouse_audit_sink_missed_total{sink=\"siem\"} 0.0"));
        }
    }

    @Test
    void of_two_gateways_one_sends_for_both_and_the_other_takes_over_when_it_is_killed() throws Exception {
        try (TestGateway here = gateway("here", "").start();
                TestGateway there = gateway("there", "").start()) {
            work(here);
            work(there);
            awaitAllTaken(here, there);
            assertThat(records.get()).as("nothing is sent twice").isEqualTo(taken.size());
            assertThat(here.metrics()).contains("gatehouse_audit_sink_sending{sink=\"siem\"} 1.0");
            assertThat(there.metrics()).contains("gatehouse_audit_sink_sending{sink=\"siem\"} 0.0");
            here.kill9();
            work(there);
            awaitAllTaken(there);
            assertThat(there.metrics()).contains("gatehouse_audit_sink_sending{sink=\"siem\"} 1.0");
        }
    }

    @Test
    void a_sink_that_a_reload_brings_begins_with_the_first_record() throws Exception {
        TestCertificate certificate = TestCertificate.of(folder, "localhost");
        Path ca = PemFiles.of(certificate, folder).certificate();
        Set<String> heard = new ConcurrentSkipListSet<>();
        List<String> bad = new CopyOnWriteArrayList<>();
        try (SSLServerSocket collector = (SSLServerSocket) certificate
                        .serving()
                        .getServerSocketFactory()
                        .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
                TestGateway gateway = gateway("one", "").start()) {
            Thread.ofVirtual().start(() -> collect(collector, heard, bad));
            work(gateway);
            awaitAllTaken(gateway);
            gateway.configure(body("    - { name: logs, syslog: { address: \"localhost:" + collector.getLocalPort()
                    + "\", ca: " + ca + " } }\n"));
            assertThat(gateway.admin("POST", "/api/v1/reload").statusCode()).isEqualTo(200);
            eventually(() -> assertThat(heard).as(gateway.logTail()).containsAll(rows.set(IDS)));
            assertThat(bad).isEmpty();
            gateway.configure(body("").replace("name: siem", "name: SIEM"));
            assertThat(gateway.admin("POST", "/api/v1/reload").body()).contains("audit.sinks[0].name");
        }
    }

    @Test
    void a_sink_for_sentinel_gets_the_whole_trail_with_a_token_of_its_own() throws Exception {
        try (FakeSentinel sentinel = FakeSentinel.start();
                TestGateway gateway = gateway("one", """
                            - name: sentinel
                              sentinel:
                                endpoint: %s
                                rule: %s
                                stream: %s
                                tenant: %s
                                clientId: %s
                                clientSecret: ${env:SENTINEL_SECRET}
                                login: %s
                        """.formatted(
                                        sentinel.url(),
                                        FakeSentinel.RULE,
                                        FakeSentinel.STREAM,
                                        FakeSentinel.TENANT,
                                        FakeSentinel.CLIENT,
                                        sentinel.url()))
                        .withEnvironment("SENTINEL_SECRET", FakeSentinel.SECRET)
                        .start()) {
            work(gateway);
            awaitAllTaken(gateway);
            eventually(() -> assertThat(sentinel.rows().stream()
                            .map(row -> row.text("RecordId").orElseThrow()))
                    .containsExactlyInAnyOrderElementsOf(rows.set(IDS)));
            assertThat(sentinel.tokensGiven()).isEqualTo(1);
        }
    }

    private static void collect(SSLServerSocket collector, Set<String> heard, List<String> bad) {
        while (!collector.isClosed()) {
            try (Socket socket = collector.accept()) {
                byte[] bytes = socket.getInputStream().readAllBytes();
                for (int at = 0; at < bytes.length; ) {
                    int blank = at;
                    while (bytes[blank] != ' ') {
                        blank++;
                    }
                    int length = Integer.parseInt(new String(bytes, at, blank - at, US_ASCII));
                    String message = new String(bytes, blank + 1, length, UTF_8);
                    Matcher id = SYSLOG_ID.matcher(message);
                    if (message.startsWith("<") && id.find()) {
                        heard.add(id.group(1));
                    } else {
                        bad.add(message);
                    }
                    at = blank + 1 + length;
                }
            } catch (IOException e) {
                // The test is over.
            }
        }
    }
}
