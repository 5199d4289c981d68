package dev.gatehouse.audit.verify;

import static dev.gatehouse.audit.ship.ShipFixture.strings;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.audit.Events;
import dev.gatehouse.audit.field.Erasure;
import dev.gatehouse.audit.field.Erasures;
import dev.gatehouse.audit.field.FieldFixture;
import dev.gatehouse.audit.field.Names;
import dev.gatehouse.audit.field.SubjectKeys;
import dev.gatehouse.audit.field.TestSeal;
import dev.gatehouse.audit.spool.AuditSpool;
import dev.gatehouse.audit.table.RowSelection;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.BeforeAfter;
import dev.gatehouse.core.audit.Payload;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.testkit.wait.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom a trail names can be erased from it, and nothing that proves it notices. */
class ErasureProofTest {
    private static final Path SCRIPT = Path.of(System.getProperty("gatehouse.root", ".."), "docs", "verify-audit.py")
            .normalize();
    private static final String SECRET = "the-patient-is-called-bob";

    /** All that the events below say of people, and what they keep of payloads. */
    private static final List<String> PLANTED = List.of(
            SECRET,
            "release-bot",
            "alice",
            "192.0.2.7",
            "Engineering",
            "sre\"",
            "bob@example.com",
            "corp/bob",
            // The digest of the arguments, which could be tried out.
            "ab".repeat(32));

    @TempDir
    Path directory;

    private DataSource database;
    private Path spool;
    private Path keyFile;

    @BeforeEach
    void places() {
        database = TrailFixture.database();
        spool = directory.resolve("spool");
        keyFile = directory.resolve("fields.keys");
    }

    private void record(SubjectKeys keys) throws Exception {
        try (AuditSpool open =
                FieldFixture.spool(spool, TrailFixture.KEY, FieldFixture.veil(FieldFixture.STRICT, keys))) {
            for (AuditEvent event : Events.oneOfEach()) {
                open.append(event).awaitDurable(Eventually.WAIT_MAX);
            }
            Optional<Json> kept = Optional.of(Json.object().put("note", SECRET).build());
            open.append(Events.intent("p1", kept)).awaitWritten();
            open.append(result(kept)).awaitDurable(Eventually.WAIT_MAX);
            open.append(new AuditEvent.Administered(
                            Events.NOON,
                            "corp/alice (person 01990000-0000-7000-8000-000000000001)",
                            "user.update",
                            "corp/bob",
                            "person 01990000-0000-7000-8000-000000000002; changed: emails, from 192.0.2.7",
                            BeforeAfter.changed("email", "bob@example.com", "robert@example.com")))
                    .awaitDurable(Eventually.WAIT_MAX);
            TrailFixture.ship(open, database);
        }
        try (AuditSpool open = TrailFixture.open(spool, TrailFixture.KEY)) {
            TrailFixture.ship(open, database);
        }
    }

    private static AuditEvent.CallCompleted result(Optional<Json> kept) {
        AuditEvent.CallCompleted plain = Events.outcome("p1");
        return new AuditEvent.CallCompleted(
                plain.at(),
                plain.call(),
                plain.round(),
                plain.bundle(),
                plain.outcome(),
                plain.detail(),
                Duration.ofMillis(1),
                List.of(Events.finding("allow", "asked by release-bot, of alice@example.com")),
                Optional.of(new Payload("cd".repeat(32), 9, kept)),
                Optional.of("release-bot"));
    }

    /** Everything in the database and on the disk, as text. */
    private String everything() throws IOException {
        StringBuilder all = new StringBuilder();
        for (String table : strings(
                database, "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'audit'")) {
            strings(database, "SELECT t::text FROM " + table + " t")
                    .forEach(row -> all.append(row).append('\n'));
        }
        for (String bytes : strings(
                database,
                "SELECT convert_from(body, 'UTF8') || coalesce(convert_from(payload, 'UTF8'), '') FROM audit.event")) {
            all.append(bytes).append('\n');
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(new String(Files.readAllBytes(file), ISO_8859_1)).append('\n');
            }
        }
        return all.toString();
    }

    @Test
    void nothing_of_a_field_that_is_not_plain_reaches_spool_database_or_export() throws Exception {
        try (SubjectKeys keys = FieldFixture.keys(keyFile, database)) {
            record(keys);
        }
        Path export = directory.resolve("export.jsonl");
        Files.write(export, ExportTest.lines(ExportTest.export(database, gateway(), RowSelection.ALL)));
        String all = everything();
        for (String planted : PLANTED) {
            assertThat(all.contains(planted)).as(planted).isFalse();
        }
        assertThat(all).contains("call_attempted").contains("files_read_file");
    }

    @Test
    void an_auditor_reads_names_and_payloads_until_they_are_erased_and_then_nobody_does() throws Exception {
        try (SubjectKeys keys = FieldFixture.keys(keyFile, database)) {
            record(keys);
            assertThat(read(keys)).contains(SECRET).contains("release-bot").contains("bob@example.com");
            List<String> sealed =
                    strings(database, "SELECT sealed FROM audit.subject_key WHERE sealed IS NOT NULL ORDER BY id");
            assertThat(sealed).hasSizeGreaterThan(3);

            Erasure.Result result = erase(keys, "release-bot", "corp/bob");
            assertThat(result).isInstanceOf(Erasure.Result.Done.class);

            assertThat(read(keys))
                    .contains("(erased 20")
                    .doesNotContain(SECRET)
                    .doesNotContain("release-bot")
                    .doesNotContain("bob@example.com")
                    .contains("alice@example.com");
            // With every key that is left, and the one that seals them: whatever opens is about somebody else.
            String all = everything();
            TestSeal master = new TestSeal();
            List<String> left = new ArrayList<>();
            for (String text : sealed) {
                String opened =
                        new String(master.open("audit/subject-key", text).orElseThrow(), UTF_8);
                if (all.contains(text)) {
                    left.add(opened);
                }
                assertThat(all.contains(text))
                        .as(opened.replaceAll("secret\":\"[^\"]*", "…"))
                        .isEqualTo(!opened.contains("release-bot") && !opened.contains("corp/bob"));
            }
            assertThat(left).isNotEmpty().noneMatch(key -> key.contains("release-bot"));
        }
    }

    @Test
    void both_verifiers_find_no_fault_before_and_after_an_erasure() throws Exception {
        try (SubjectKeys keys = FieldFixture.keys(keyFile, database)) {
            record(keys);
            verified();
            assertThat(erase(keys, "release-bot", "corp/bob")).isInstanceOf(Erasure.Result.Done.class);
            verified();
        }
    }

    private void verified() throws Exception {
        Path anchors = TrailFixture.anchors(TrailFixture.blocks(database, gateway()), directory.resolve("anchors"));
        for (Trail trail : List.of(SpoolTrail.open(spool), DatabaseTrail.open(database))) {
            try (trail) {
                Report report = Verifier.verify(trail, TrailFixture.KEYS, List.of(anchors), Instant.now());
                assertThat(report.faults()).isEmpty();
                assertThat(report.exitCode()).isEqualTo(Report.WHOLE);
            }
        }
        Path file = directory.resolve("export.jsonl.gz");
        Files.write(
                file, ExportTest.zipped(ExportTest.lines(ExportTest.export(database, gateway(), RowSelection.ALL))));
        try (Trail trail = ExportTrail.open(file)) {
            assertThat(Verifier.verify(trail, TrailFixture.KEYS, List.of(anchors), Instant.now())
                            .exitCode())
                    .isEqualTo(Report.WHOLE);
        }
        Path keys = Files.writeString(directory.resolve("keys"), TrailFixture.KEY.publicKey() + "\n");
        assumeTrue(Files.isRegularFile(SCRIPT), "no second verifier");
        Process python = new ProcessBuilder(
                        "python3",
                        SCRIPT.toString(),
                        "--keys",
                        keys.toString(),
                        "--anchors",
                        anchors.toString(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(python.getInputStream().readAllBytes(), UTF_8);
        assertThat(python.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(python.exitValue()).as(said).isZero();
    }

    private String gateway() {
        return strings(database, "SELECT DISTINCT gateway_id FROM audit.event").getFirst();
    }

    private Erasure.Result erase(SubjectKeys keys, String... names) throws Exception {
        try (AuditSpool open =
                FieldFixture.spool(spool, TrailFixture.KEY, FieldFixture.veil(FieldFixture.STRICT, keys))) {
            Erasures erasures = new Erasures(new RecordedChange.Place(database, open, Clocks.SYSTEM), keys);
            Erasure.Result result = erasures.erase("gatehouse", new Erasure.Order(List.of(names), "request 17", false));
            TrailFixture.ship(open, database);
            return result;
        } finally {
            try (AuditSpool open = TrailFixture.open(spool, TrailFixture.KEY)) {
                TrailFixture.ship(open, database);
            }
        }
    }

    /** All records with what can be put back. */
    private String read(SubjectKeys keys) throws Exception {
        List<String> heads =
                strings(database, "SELECT convert_from(body, 'UTF8') FROM audit.event ORDER BY epoch, seq");
        List<String> payloads = strings(
                database, "SELECT coalesce(convert_from(payload, 'UTF8'), '') FROM audit.event ORDER BY epoch, seq");
        List<String> texts = Stream.concat(heads.stream(), payloads.stream()).toList();
        Names names = Names.in(keys, texts);
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < heads.size(); i++) {
            byte[] head = heads.get(i).getBytes(UTF_8);
            all.append(new String(names.record(head), UTF_8))
                    .append(new String(names.payload(head, payloads.get(i).getBytes(UTF_8)), UTF_8));
        }
        return all.toString();
    }
}
