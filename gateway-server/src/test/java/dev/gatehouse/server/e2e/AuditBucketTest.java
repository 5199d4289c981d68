package dev.gatehouse.server.e2e;

import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static dev.gatehouse.testkit.wait.Eventually.until;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.testkit.postgres.Connectable;
import dev.gatehouse.testkit.postgres.TestDatabase;
import dev.gatehouse.testkit.s3.FakeS3;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real gateway that takes its trail, and what proves it, to a bucket. */
@Timeout(180)
class AuditBucketTest {
    private static final String IDS = "SELECT gateway_id || '/' || epoch || '/' || seq FROM audit.event";
    private static final String ACCESS_KEY = "AKIDOFTHETEST";
    private static final String SECRET_KEY = "3x/of+the=trail";

    @TempDir
    Path folder;

    private FakeS3 store;
    private Connectable database;
    private TestGateway gateway;

    @BeforeEach
    void open() throws IOException {
        store = FakeS3.start("eu-central-1", ACCESS_KEY, SECRET_KEY);
        database = TestDatabase.shared().freshDatabase();
        gateway = TestGateway.prepare(Files.createDirectory(folder.resolve("one")), database, body(SECRET_VARIABLE))
                .withEnvironment("S3_ACCESS", ACCESS_KEY)
                .withEnvironment("S3_SECRET", SECRET_KEY)
                .withEnvironment("S3_WRONG", "of-somebody-else");
    }

    private static final String SECRET_VARIABLE = "S3_SECRET";

    @AfterEach
    void close() throws IOException {
        gateway.close();
        store.close();
    }

    private String body(String secret) {
        String bucket = "bucket: audit, region: eu-central-1, endpoint: \"" + store.url()
                + "\", accessKey: \"${env:S3_ACCESS}\", lock: { days: 30 }";
        return """
                upstreams: { demo: %s }
                virtualServers: { main: { upstreams: { demo: {} } } }
                agents: { robot: { bundle: all } }
                bundles: { all: { virtualServers: [main] } }
                audit:
                  anchors:
                    - s3: { prefix: anchors, secretKey: "${env:S3_SECRET}", %s }
                  sinks:
                    - { name: lake, every: 1s, s3: { prefix: trail, secretKey: "${env:%s}", %s } }
                """.formatted(TestGateway.demoUpstream(), bucket, secret, bucket);
    }

    private void work() throws IOException {
        for (int i = 0; i < 5; i++) {
            gateway.credential("robot");
        }
    }

    /** The newest version of each key that begins so. */
    private Map<String, String> objects(String prefix) throws IOException {
        Map<String, String> objects = new TreeMap<>();
        for (FakeS3.Stored object : store.stored()) {
            if (object.key().startsWith(prefix)) {
                objects.put(object.key(), text(object));
            }
        }
        return objects;
    }

    private static String text(FakeS3.Stored object) throws IOException {
        if (!"gzip".equals(object.headers().get("content-encoding"))) {
            return new String(object.body(), UTF_8);
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(object.body()))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private List<String> ids() throws IOException {
        List<String> ids = new ArrayList<>();
        for (String object : objects("trail/").values()) {
            for (String line : object.lines().toList()) {
                Json record = TestGateway.json(line);
                ids.add(record.text("id").orElseThrow());
            }
        }
        return ids;
    }

    @Test
    void each_record_is_in_one_object_although_the_gateway_was_killed_and_the_key_was_wrong_for_a_while()
            throws Exception {
        gateway.start();
        work();
        until("some are there", () -> !store.stored().isEmpty());
        store.fails(FakeS3.Fault.STORED_AND_CUT, FakeS3.Fault.SLOW_DOWN);
        work();
        gateway.kill9();
        gateway.configure(body("S3_WRONG"));
        gateway.start();
        work();
        eventually(() -> assertThat(store.refused()).contains("SignatureDoesNotMatch"));
        gateway.configure(body(SECRET_VARIABLE));
        assertThat(gateway.admin("POST", "/api/v1/reload").statusCode()).isEqualTo(200);
        work();
        AuditRows rows = new AuditRows(database);
        eventually(() -> {
            assertThat(gateway.metrics())
                    .contains("gatehouse_audit_spool_unshipped 0.0")
                    .contains("gatehouse_audit_sink_failing_seconds{sink=\"lake\"} 0.0");
            assertThat(ids()).containsExactlyInAnyOrderElementsOf(rows.set(IDS));
        });
        assertThat(gateway.metrics()).contains("gatehouse_audit_sink_refused_total{sink=\"lake\"} 0.0");
        assertThat(Files.readString(gateway.log())).doesNotContain(SECRET_KEY, "of-somebody-else");
    }

    @Test
    void what_is_downloaded_from_the_bucket_of_anchors_proves_the_trail_to_both_verifiers() throws Exception {
        for (int run = 0; run < 2; run++) {
            gateway.start();
            work();
            gateway.terminate();
        }
        // The last blocks of a run are in the database when the next one has shipped them.
        gateway.start();
        eventually(() -> assertThat(gateway.metrics()).contains("gatehouse_audit_spool_unshipped 0.0"));
        List<String> notes = new ArrayList<>(objects("anchors/").values());
        assertThat(notes).hasSizeGreaterThan(1);
        Collections.reverse(notes);
        Path anchors = Files.writeString(folder.resolve("anchors.txt"), String.join("", notes));
        Path keys = gateway.data().resolve("audit.pub");
        TestGateway.Ran ran = gateway.run(
                "audit",
                "verify",
                "--config",
                gateway.config().toString(),
                "--keys",
                keys.toString(),
                "--anchors",
                anchors.toString());
        assertThat(ran.exitCode()).as(ran.out() + ran.err()).isZero();
        assertThat(ran.out()).contains(notes.size() + " anchors").doesNotContain("without anchors");

        Path export = folder.resolve("trail.jsonl.gz");
        assertThat(gateway.run("audit", "export", "--config", gateway.config().toString(), "--out", export.toString())
                        .exitCode())
                .isZero();
        Process python = new ProcessBuilder(
                        "python3",
                        Path.of(System.getProperty("gatehouse.root", ".."))
                                .resolve("docs/verify-audit.py")
                                .toString(),
                        "--keys",
                        keys.toString(),
                        "--anchors",
                        anchors.toString(),
                        export.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(python.getInputStream().readAllBytes(), UTF_8);
        assertThat(python.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(python.exitValue()).as(said).isZero();
        assertThat(said).contains(notes.size() + " anchors");
    }
}
