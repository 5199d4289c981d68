package dev.gatehouse.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.ship.ShipFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway whose disk was lost goes on from an old copy of it, while the database has more. */
class ForkTest {
    private static final int EVENTS = 300;

    @TempDir
    Path directory;

    @Test
    void what_an_old_copy_of_a_spool_went_on_from_is_told_and_both_branches_are_proved() throws Exception {
        DataSource database = TrailFixture.database();
        Path spool = directory.resolve("spool");
        Path copy = directory.resolve("copy");
        String gateway = TrailFixture.record(spool, database, 1, EVENTS, 1);
        copy(spool, copy);
        TrailFixture.record(spool, database, 1, EVENTS, 2);
        TrailFixture.record(copy, database, 1, EVENTS, 3);
        Path anchors = TrailFixture.anchors(TrailFixture.blocks(database, gateway), directory.resolve("anchors"));

        Report report = verify(database, anchors);
        assertThat(report.faults()).isEmpty();
        assertThat(report.notes()).anySatisfy(note -> assertThat(note).contains("although"));

        ShipFixture.execute(
                database,
                "UPDATE audit.event SET owner = 'somebody' WHERE (epoch, seq) = (SELECT epoch, max(seq) - 5 FROM"
                        + " audit.event GROUP BY epoch HAVING count(*) > 100 ORDER BY epoch OFFSET 1 LIMIT 1)");
        assertThat(verify(database, anchors).altered())
                .as("of the branch that was left")
                .isPositive();
    }

    private static Report verify(DataSource database, Path anchors) throws IOException {
        try (Trail trail = DatabaseTrail.open(database)) {
            return Verifier.verify(trail, TrailFixture.KEYS, List.of(anchors), Instant.now());
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectory(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
