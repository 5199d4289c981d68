package dev.gatehouse.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.audit.event.Lifetime;
import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.audit.ship.ShipFixture;
import dev.gatehouse.audit.table.RowSelection;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an export says of a trail, whole, in part and damaged; and that a verifier who has only the format's page agrees. */
class ExportTest {
    private static final int RUNS = 4;
    private static final int EVENTS_PER_RUN = 120;
    private static final int DAMAGED = 60;
    private static final long SEED = 20_261_122;

    @TempDir
    static Path directory;

    private static DataSource database;
    private static String gateway;
    private static Path anchors;
    private static byte[] whole;

    @BeforeAll
    static void record() throws Exception {
        database = TrailFixture.database();
        gateway = TrailFixture.record(directory.resolve("spool"), database, RUNS, EVENTS_PER_RUN, SEED);
        anchors = TrailFixture.anchors(TrailFixture.blocks(database, gateway), directory.resolve("anchors"));
        whole = export(RowSelection.ALL);
    }

    @Test
    void an_export_of_everything_is_whole_and_tells_as_much_as_the_database() throws Exception {
        Report exported = verify(whole);
        Report stored;
        try (Trail trail = DatabaseTrail.open(database)) {
            stored = Verifier.verify(trail, TrailFixture.KEYS, List.of(anchors), Instant.now());
        }
        assertThat(exported).isEqualTo(stored);
        assertThat(exported.faults()).isEmpty();
        assertThat(exported.anchors()).isPositive();
    }

    @Test
    void what_was_asked_for_is_there_and_provable_and_the_rest_is_not_there() throws Exception {
        RowSelection asked = new RowSelection(
                Optional.empty(), Optional.empty(), Optional.of("a"), Optional.empty(), Optional.empty());
        byte[] part = export(asked);
        List<Json> events = lines(part).stream()
                .flatMap(line -> read(line).member("event").stream())
                .toList();

        Report report = verify(part);
        assertThat(report.faults()).isEmpty();
        assertThat(report.leftOut()).isPositive();
        assertThat(report.records() + report.leftOut()).isEqualTo(verify(whole).records());
        assertThat(events.stream()
                        .filter(event -> !event.text("type").orElse("").equals("epoch_started")))
                .hasSize((int) ShipFixture.number(database, "SELECT count(*) FROM audit.event WHERE bundle = 'a'"))
                .allMatch(event -> event.text("bundle").equals(Optional.of("a")));
    }

    @Test
    void times_are_bounds_of_what_is_exported() throws Exception {
        Instant noon = Instant.parse("2026-11-20T12:00:00Z");
        byte[] part = export(new RowSelection(
                Optional.of(noon),
                Optional.of(noon.plusSeconds(1)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
        assertThat(verify(part).faults()).isEmpty();
        assertThat(lines(part).stream()
                        .flatMap(line -> read(line).member("event").stream())
                        .filter(event -> !event.text("type").orElse("").equals("epoch_started")))
                .isNotEmpty()
                .allMatch(event -> event.text("at").orElse("").startsWith("2026-11-20T12:00:00."));
    }

    @Test
    void lines_that_cannot_be_read_are_told_with_their_number_and_no_proof_is_claimed() throws Exception {
        List<String> lines = new ArrayList<>(lines(whole));
        lines.set(20, "{\"event\":");
        lines.set(40, "not even JSON");
        lines.set(60, "{\"event\":{\"epoch\":1e9}}");
        Report report = verify(zipped(lines));
        assertThat(report.exitCode()).isEqualTo(Report.INCOMPLETE);
        assertThat(report.faults().stream().map(Fault::reason))
                .anyMatch(reason -> reason.startsWith("line 21"))
                .anyMatch(reason -> reason.startsWith("line 41"))
                .anyMatch(reason -> reason.startsWith("line 61"));
    }

    @Test
    void a_file_that_ends_early_is_incomplete() throws Exception {
        Report report = verify(Arrays.copyOf(whole, whole.length / 2));
        assertThat(report.incomplete()).isPositive();
        assertThat(report.exitCode()).isNotEqualTo(Report.WHOLE);
    }

    @Test
    void what_is_no_export_is_refused() throws Exception {
        Path other = Files.writeString(directory.resolve("other"), "{\"export\":{\"format\":\"gatehouse-audit-2\"}}\n");
        assertThatThrownBy(() -> ExportTrail.open(other))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("gatehouse-audit-1");
    }

    @Test
    void every_damaged_line_of_an_export_is_found() throws Exception {
        Random random = new Random(SEED);
        List<String> lines = lines(whole);
        int sealed = sealed(lines, TrailFixture.blocks(database, gateway));
        for (int i = 0; i < DAMAGED; i++) {
            List<String> damaged = ExportDamage.one(lines, sealed, random);
            assertThat(verify(zipped(damaged)).exitCode()).as("damage " + i).isNotEqualTo(Report.WHOLE);
        }
    }

    /** How many lines are of records that blocks cover. */
    static int sealed(List<String> lines, List<TrailFixture.Block> blocks) throws Exception {
        Position end = blocks.getLast().header().last();
        int count = 1;
        while (count < lines.size() - 1 && !position(lines.get(count)).isAfter(end)) {
            count++;
        }
        return count;
    }

    private static Position position(String line) throws Exception {
        Json row = Json.read(line).members().values().iterator().next();
        return new Position(
                row.member("epoch").orElseThrow().integer().orElseThrow(),
                row.member("seq").orElseThrow().integer().orElseThrow());
    }

    private static byte[] export(RowSelection selection) throws IOException {
        return export(database, gateway, selection);
    }

    static byte[] export(DataSource database, String gateway, RowSelection selection) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DatabaseTrail trail = DatabaseTrail.open(database)) {
            TrailExport.write(trail, gateway, selection, Instant.now(), out);
        }
        return out.toByteArray();
    }

    /** Of the one gateway that has records there. */
    static byte[] exportPart(DataSource database, Lifetime lifetime) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DatabaseTrail trail = DatabaseTrail.open(database)) {
            Window window = trail.windows(lifetime).getFirst();
            TrailExport.writePart(trail, window, RowSelection.of(lifetime), Instant.now(), out);
        }
        return out.toByteArray();
    }

    static List<String> lines(byte[] gzipped) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzipped))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    static byte[] zipped(List<String> lines) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    private static Json read(String line) {
        try {
            return Json.read(line);
        } catch (JsonSyntaxException e) {
            throw new AssertionError(line, e);
        }
    }

    private static Report verify(byte[] export) throws IOException {
        Path file = Files.write(directory.resolve("export.jsonl.gz"), export);
        try (Trail trail = ExportTrail.open(file)) {
            return Verifier.verify(trail, TrailFixture.KEYS, List.of(anchors), Instant.now());
        }
    }
}
