package dev.gatehouse.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gatehouse.audit.Events;
import dev.gatehouse.audit.event.EpochNanos;
import dev.gatehouse.audit.event.Lifetime;
import dev.gatehouse.audit.proof.NoteLine;
import dev.gatehouse.audit.table.RowSelection;
import dev.gatehouse.audit.verify.TrailFixture.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verifier that was written from the format's page alone says of good and bad exports what this one says. */
class PythonAgreementTest {
    private static final Path SCRIPT = Path.of(System.getProperty("gatehouse.root", ".."), "docs", "verify-audit.py")
            .normalize();
    /** In the gate a part of them, because each needs a process: {@code -Dgatehouse.exports=200}. */
    private static final int EXPORTS = Integer.getInteger("gatehouse.exports", 48);

    private static final int GOOD_OF = 4;
    private static final int NOTE_LINES = 6;
    private static final long WAIT_SECONDS = 30;
    private static final long SEED = 20_261_123;

    @TempDir
    Path directory;

    @Test
    void both_verifiers_agree_on_good_and_bad_exports() throws Exception {
        boolean there = Files.isRegularFile(SCRIPT) && isPythonThere();
        if (!there) {
            System.out.println("skipped: no " + SCRIPT + ", or no python3 on the PATH");
        }
        assumeTrue(there, "no second verifier");
        DataSource database = TrailFixture.database();
        String gateway = TrailFixture.record(directory.resolve("spool"), database, 2, 60, SEED);
        List<Block> blocks = TrailFixture.blocks(database, gateway);
        Path anchors = TrailFixture.anchors(blocks, directory.resolve("anchors"));
        Path log = log(anchors, directory.resolve("messages"));
        Path keys = Files.writeString(directory.resolve("keys"), TrailFixture.KEY.publicKey() + "\n");
        List<RowSelection> selections = List.of(RowSelection.ALL, bundle("a"), bundle("engineering"));
        List<List<String>> whole = new ArrayList<>();
        for (RowSelection selection : selections) {
            whole.add(ExportTest.lines(ExportTest.export(database, gateway, selection)));
        }
        Lifetime day = Lifetime.of(30, EpochNanos.of(Events.NOON));
        whole.add(ExportTest.lines(ExportTest.exportPart(database, day)));
        Random random = new Random(SEED);
        List<String> differences = new ArrayList<>();
        int altered = 0;
        for (int i = 0; i < EXPORTS; i++) {
            List<String> lines = whole.get(random.nextInt(whole.size()));
            boolean good = i % GOOD_OF == 0;
            List<String> export = good ? lines : ExportDamage.one(lines, ExportTest.sealed(lines, blocks), random);
            Path file = Files.write(directory.resolve("export.jsonl.gz"), ExportTest.zipped(export));
            Path kept = random.nextBoolean() ? anchors : log;
            int ours = ours(file, kept);
            int theirs = theirs(file, keys, kept);
            altered += ours == Report.WHOLE ? 0 : 1;
            if ((ours == Report.WHOLE) != (theirs == Report.WHOLE) || good != (ours == Report.WHOLE)) {
                differences.add(
                        "export " + i + (good ? ", good" : ", bad") + ": " + ours + " and " + theirs + "; theirs says "
                                + Files.readString(directory.resolve("said")).strip());
            }
        }
        assertThat(differences).isEmpty();
        assertThat(altered).isEqualTo(EXPORTS - EXPORTS / GOOD_OF);
    }

    /** The same anchors as syslog keeps them, among what others say. */
    private static Path log(Path anchors, Path file) throws IOException {
        List<String> lines = new ArrayList<>(List.of("Nov 22 08:00:00 host cron[1]: \u2014 nothing", ""));
        List<String> notes = Files.readAllLines(anchors);
        for (int at = 0; at < notes.size(); at += NOTE_LINES + 1) {
            String note = String.join("\n", notes.subList(at, at + NOTE_LINES)) + "\n";
            lines.add("2026-11-22T08:00:01+00:00 g gatehouse - "
                    + NoteLine.of(note).orElseThrow());
            lines.add("2026-11-22T08:00:02+00:00 host sshd[2]: a line of another");
        }
        return Files.write(file, lines);
    }

    private static RowSelection bundle(String name) {
        return new RowSelection(
                Optional.empty(), Optional.empty(), Optional.of(name), Optional.empty(), Optional.empty());
    }

    private static int ours(Path file, Path anchors) throws IOException {
        try (Trail trail = ExportTrail.open(file)) {
            return Verifier.verify(trail, TrailFixture.KEYS, List.of(anchors), Instant.now())
                    .exitCode();
        }
    }

    private int theirs(Path file, Path keys, Path anchors) throws Exception {
        return run(
                "python3",
                SCRIPT.toString(),
                "--keys",
                keys.toString(),
                "--anchors",
                anchors.toString(),
                file.toString());
    }

    private boolean isPythonThere() {
        try {
            return run("python3", "--version") == 0;
        } catch (Exception e) {
            return false;
        }
    }

    private int run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectOutput(directory.resolve("said").toFile())
                .redirectErrorStream(true)
                .start();
        assertThat(process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS))
                .as(String.join(" ", command))
                .isTrue();
        return process.exitValue();
    }
}
