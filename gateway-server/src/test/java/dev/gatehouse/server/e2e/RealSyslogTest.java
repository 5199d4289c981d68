package dev.gatehouse.server.e2e;

import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.testkit.postgres.Connectable;
import dev.gatehouse.testkit.postgres.TestDatabase;
import dev.gatehouse.testkit.syslog.RealSyslog;
import dev.gatehouse.testkit.tls.PemFiles;
import dev.gatehouse.testkit.tls.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Debian's rsyslog gets the trail and its checkpoints, and what it wrote is what PostgreSQL has. */
@Timeout(180)
class RealSyslogTest {
    private static final Pattern RECORD =
            Pattern.compile("<[0-9]+>1 .* \\[gatehouse@32473 id=\"([^\"]+)\"[^\\]]*\\] (\\{.*\\})", Pattern.DOTALL);

    @TempDir
    Path folder;

    private PemFiles pem;

    @BeforeEach
    void rsyslogIsThere() throws Exception {
        boolean possible = RealSyslog.possible();
        if (!possible) {
            System.out.println("SKIPPED: tests with a real syslog server need rsyslog and rsyslog-gnutls");
        }
        assumeTrue(possible, "rsyslog and rsyslog-gnutls are not installed");
        pem = PemFiles.of(TestCertificate.ofRsa(folder, "localhost"), folder);
    }

    private TestGateway gateway(Connectable database, RealSyslog syslog) throws IOException {
        String collector = "syslog: { address: \"localhost:" + syslog.port() + "\", ca: " + pem.certificate() + " }";
        return TestGateway.prepare(Files.createDirectory(folder.resolve("one")), database, """
                upstreams: { demo: %s }
                virtualServers: { main: { upstreams: { demo: {} } } }
                agents: { robot: { bundle: all } }
                bundles: { all: { virtualServers: [main] } }
                audit:
                  sinks: [ { name: collector, %s } ]
                  anchors: [ { %s } ]
                """.formatted(
                        TestGateway.demoUpstream(), collector, collector));
    }

    @Test
    void every_record_arrives_as_it_is_and_the_checkpoint_in_the_log_proves_the_trail() throws Exception {
        Connectable database = TestDatabase.shared().freshDatabase();
        try (RealSyslog syslog = RealSyslog.start(Files.createDirectory(folder.resolve("rsyslog")), pem);
                TestGateway gateway = gateway(database, syslog)) {
            gateway.start().awaitUpstreams(1);
            String token = gateway.token(gateway.credential("robot"), "main");
            for (int i = 0; i < 40; i++) {
                gateway.call("main", token, "demo_echo", "{\"text\":\"zeile " + i + " \\u00fc \\ud83d\\ude00\"}");
            }
            eventually(() -> assertThat(rows(database)).hasSizeGreaterThan(80));
            eventually(() -> assertThat(records(syslog)).containsAllEntriesOf(rows(database)));
            assertThat(gateway.terminate()).isZero();
            eventually(() -> assertThat(syslog.usual()).content().contains("gatehouse-checkpoint "));
            // What the last checkpoint covers is in PostgreSQL once the next process has shipped it.
            gateway.start();
            eventually(() -> assertThat(gateway.metrics()).contains("gatehouse_audit_spool_unshipped 0.0"));
            Path keys = gateway.data().resolve("audit.pub");
            TestGateway.Ran ours = verify(gateway, keys, syslog.usual());
            assertThat(ours.exitCode()).as(ours.out() + ours.err()).isZero();
            assertThat(ours.out()).contains("1 anchors");
            Path export = folder.resolve("export.jsonl.gz");
            TestGateway.Ran exported = gateway.run(
                    "audit",
                    "export",
                    "--out",
                    export.toString(),
                    "--config",
                    gateway.config().toString());
            assertThat(exported.exitCode()).as(exported.err()).isZero();
            assertThat(theirs(keys, syslog.usual(), export)).contains("1 anchors: whole");
            Path altered = folder.resolve("altered.log");
            Files.writeString(
                    altered, Files.readString(syslog.usual()).replaceAll("(gatehouse-checkpoint \\S+ )", "$11"));
            assertThat(verify(gateway, keys, altered).exitCode()).isEqualTo(1);
        }
    }

    private static TestGateway.Ran verify(TestGateway gateway, Path keys, Path anchors) throws IOException {
        return gateway.run(
                "audit",
                "verify",
                "--keys",
                keys.toString(),
                "--anchors",
                anchors.toString(),
                "--config",
                gateway.config().toString());
    }

    private static String theirs(Path keys, Path anchors, Path export) throws IOException {
        Path script = Path.of(System.getProperty("gatehouse.root", ".."), "docs", "verify-audit.py");
        Process python = new ProcessBuilder(
                        "python3",
                        script.toString(),
                        "--keys",
                        keys.toString(),
                        "--anchors",
                        anchors.toString(),
                        export.toString())
                .redirectErrorStream(true)
                .start();
        return new String(python.getInputStream().readAllBytes(), UTF_8);
    }

    /** By their ids, what happened as the trail has it. */
    private static Map<String, String> rows(Connectable database) throws SQLException {
        Map<String, String> rows = new HashMap<>();
        for (String row : new AuditRows(database)
                .set(
                        "SELECT gateway_id || '/' || epoch || '/' || seq || ' ' || convert_from(body, 'UTF8') FROM audit.event")) {
            String[] parts = row.split(" ", 2);
            rows.put(parts[0], parts[1]);
        }
        return rows;
    }

    private static Map<String, String> records(RealSyslog syslog) throws IOException {
        Map<String, String> records = new HashMap<>();
        List<String> lines = syslog.whole();
        for (String line : lines) {
            Matcher record = RECORD.matcher(line);
            if (record.matches()) {
                Json json = TestGateway.json(record.group(2));
                records.put(record.group(1), json.member("event").orElseThrow().toString());
            }
        }
        return records;
    }
}
