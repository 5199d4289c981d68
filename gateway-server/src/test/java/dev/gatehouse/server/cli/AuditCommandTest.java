package dev.gatehouse.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.event.EventKeep;
import dev.gatehouse.audit.proof.SealingKey;
import dev.gatehouse.audit.ship.AuditShipper;
import dev.gatehouse.audit.ship.ShipSettings;
import dev.gatehouse.audit.spool.AuditSpool;
import dev.gatehouse.audit.spool.FsyncObserver;
import dev.gatehouse.audit.spool.Sealing;
import dev.gatehouse.audit.spool.SpoolSettings;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.testkit.postgres.Connectable;
import dev.gatehouse.testkit.postgres.TestDatabase;
import dev.gatehouse.testkit.wait.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gatehouse audit verify} and {@code export} over a trail of two runs, without a gateway. */
class AuditCommandTest {
    private static final SpoolSettings SETTINGS = new SpoolSettings(1 << 20, 1 << 30, Duration.ofHours(1));
    private static final int EVENTS = 30;

    @TempDir
    private Path folder;

    private final Connectable database = TestDatabase.shared().freshDatabase();
    private final SealingKey key = SealingKey.generate();
    private Path config;

    @BeforeEach
    void record() throws Exception {
        Flyway.configure()
                .dataSource(database.dataSource())
                .defaultSchema("audit")
                .locations("classpath:db/migration/audit")
                .load()
                .migrate();
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(data.resolve("audit.pub"), key.publicKey() + "\n");
        secret("key", "8f1e3a5c7b9d0f2e4a6c8b0d1f3e5a7c9b1d0f2e4a6c8b0d2f3e5a7c9b1d0f4e");
        // A server that asks for none takes any.
        secret("password", database.password().isEmpty() ? "Kp4-wx9-Lm2-rt7" : database.password());
        config =
                Files.writeString(folder.resolve("gatehouse.yaml"), """
                masterKey: ${file:key}
                dataDir: data
                database: { url: "%s", user: "%s", password: "${file:password}" }
                """.formatted(database.jdbcUrl(), database.user()));
        for (int run = 0; run < 2; run++) {
            try (AuditSpool spool = AuditSpool.open(
                            data.resolve("audit"),
                            SETTINGS,
                            new Sealing(key, EventKeep.DEFAULT, _ -> {}),
                            Clocks.SYSTEM,
                            FsyncObserver.NONE);
                    AuditShipper _ =
                            AuditShipper.start(spool, database.dataSource(), ShipSettings.DEFAULT, Clocks.SYSTEM)) {
                for (int i = 0; i < EVENTS; i++) {
                    spool.append(new AuditEvent.Administered(Instant.now(), "alice", "look", "trail", "time " + i))
                            .awaitDurable(Eventually.WAIT_MAX);
                }
                Eventually.until("all is shipped", () -> spool.stats().unshippedRecords() == 0);
            }
        }
    }

    @Test
    void a_good_trail_is_whole_in_every_source_and_the_report_says_what_it_does_not_prove() throws Exception {
        for (String source : List.of("database", "spool")) {
            Ran ran = audit("verify", "--config", config.toString(), "--source", source);
            assertThat(ran.exitCode()).as(ran.out() + ran.err()).isZero();
            assertThat(ran.out())
                    .contains(": whole", "nothing is proved against whoever may write there", "without anchors");
        }
        Path keys = folder.resolve("data").resolve("audit.pub");
        Path export = folder.resolve("trail.jsonl.gz");
        Ran exported = audit("export", "--config", config.toString(), "--out", export.toString(), "-o", "json");
        assertThat(exported.exitCode()).as(exported.out()).isZero();

        Ran ran = audit("verify", "--source", export.toString(), "--keys", keys.toString(), "-o", "json");
        assertThat(ran.exitCode()).as(ran.out()).isZero();
        Json report = Json.read(ran.out());
        assertThat(report.text("verdict")).contains("whole");
        assertThat(report.member("records")).isEqualTo(Json.read(exported.out()).member("records"));
        assertThat(report.member("keysOfDataDirectory")).contains(Json.of(false));
    }

    @Test
    void an_altered_row_ends_with_1_and_names_its_place() throws Exception {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE audit.event SET detail = 'x' WHERE detail = 'look trail time 7'");
        }
        Ran ran = audit("verify", "--config", config.toString());
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).containsPattern("[0-9a-f]{32} \\d+/\\d+: column detail is not what the record says");
        assertThat(ran.out()).contains(": altered");
    }

    @Test
    void a_damaged_segment_ends_with_2_and_no_stack_trace() throws Exception {
        try (Stream<Path> files = Files.list(folder.resolve("data").resolve("audit"))) {
            Path segment = files.filter(
                            file -> String.valueOf(file.getFileName()).startsWith("segment-"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(segment);
            bytes[2_000] ^= 1;
            Files.write(segment, bytes);
        }
        Ran ran = audit("verify", "--config", config.toString(), "--source", "spool");
        assertThat(ran.exitCode()).as(ran.out()).isEqualTo(2);
        assertThat(ran.out())
                .containsPattern("segment-\\d+ cannot be read from byte \\d+ on")
                .doesNotContain("\tat ");
        assertThat(ran.err()).doesNotContain("\tat ");
    }

    @Test
    void what_is_missing_or_wrong_ends_with_2_or_3_and_says_so() throws Exception {
        assertThat(audit("verify").exitCode()).isEqualTo(3);
        assertThat(audit("verify", "--no-such-option").exitCode()).isEqualTo(3);
        Ran unknown = audit(
                "verify",
                "--config",
                config.toString(),
                "--source",
                folder.resolve("none").toString());
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("none").doesNotContain("\tat ");
        Ran untimely = audit(
                "export",
                "--config",
                config.toString(),
                "--from",
                "yesterday",
                "--out",
                folder.resolve("e").toString());
        assertThat(untimely.exitCode()).isEqualTo(3);
        assertThat(folder.resolve("e")).doesNotExist();
    }

    private void secret(String name, String value) throws IOException {
        Path file = Files.writeString(folder.resolve(name), value);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static Ran audit(String... arguments) {
        List<String> line = new ArrayList<>(List.of("audit"));
        line.addAll(List.of(arguments));
        return Ran.line(line.toArray(String[]::new));
    }
}
