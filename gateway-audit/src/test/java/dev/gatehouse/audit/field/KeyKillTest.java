package dev.gatehouse.audit.field;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.segment.RecordKind;
import dev.gatehouse.audit.segment.SpoolRecord;
import dev.gatehouse.audit.ship.ShipFixture;
import dev.gatehouse.audit.spool.SpoolReader;
import dev.gatehouse.testkit.postgres.TestDatabase;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} while keys are made: no record speaks of somebody whose key is nowhere. */
class KeyKillTest {
    private static final int RUNS = Integer.getInteger("gatehouse.keyKills", 6);
    private static final long SEED = 20_261_122;

    @TempDir
    Path directory;

    @Test
    void every_pseudonym_in_the_spool_has_its_key() throws Exception {
        Random random = new Random(SEED);
        int acknowledged = 0;
        for (int run = 0; run < RUNS; run++) {
            acknowledged += killed(run, 1 + random.nextInt(60));
        }
        DataSource database = ShipFixture.migrated(TestDatabase.shared().fresh());
        TreeSet<String> spoken = new TreeSet<>();
        try (Stream<SpoolRecord> records = SpoolReader.read(directory.resolve("spool"))) {
            records.filter(record -> record.kind() == RecordKind.EVENT)
                    .forEach(record -> spoken.addAll(Pseudonym.in(new String(record.head(), UTF_8))));
        }
        assertThat(spoken).hasSizeGreaterThanOrEqualTo(acknowledged);
        try (SubjectKeys keys = FieldFixture.keys(directory.resolve("keys"), database)) {
            Names names = Names.in(keys, spoken);
            assertThat(spoken).allSatisfy(id -> assertThat(names.put(id)).isNotEqualTo(id));
        }
        assertThat(ShipFixture.strings(database, "SELECT id FROM audit.subject_key"))
                .containsAll(spoken);
    }

    /** Kills it after so many records; says how many were acknowledged. */
    private int killed(int run, int after) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KeyVictim.class.getName(),
                        directory.toString(),
                        "run" + run)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int seen = 0;
        try (BufferedReader lines = process.inputReader()) {
            while (seen < after) {
                String line = lines.readLine();
                assertThat(line).as("the victim ended by itself").isNotNull();
                if (line.matches("[0-9]+")) {
                    seen++;
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        return seen;
    }
}
