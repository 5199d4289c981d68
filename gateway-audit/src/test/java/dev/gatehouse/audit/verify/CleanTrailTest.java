package dev.gatehouse.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CleanTrailTest {
    @TempDir
    Path directory;

    @Test
    void a_trail_of_several_runs_is_whole_in_the_spool_and_in_the_database() throws Exception {
        DataSource database = TrailFixture.database();
        Path spool = directory.resolve("spool");
        String gateway = TrailFixture.record(spool, database, 4, 700, 1);
        TrailFixture.record(directory.resolve("other"), database, 1, 50, 2);
        List<TrailFixture.Block> blocks = TrailFixture.blocks(database, gateway);
        Path anchors = TrailFixture.anchors(blocks, directory.resolve("anchors"));
        long chains =
                blocks.stream().map(block -> block.header().chain()).distinct().count();

        Report inSpool = verify(SpoolTrail.open(spool), List.of(anchors));
        Report inDatabase = verify(DatabaseTrail.open(database), List.of(anchors));

        assertThat(inSpool.faults()).isEmpty();
        assertThat(inDatabase.faults()).isEmpty();
        assertThat(inSpool.notes()).isEmpty();
        assertThat(inDatabase.notes()).isEmpty();
        assertThat(inSpool.exitCode()).isEqualTo(Report.WHOLE);
        assertThat(inSpool.records()).isGreaterThan(4 * 700);
        assertThat(inDatabase.records()).isGreaterThan(inSpool.records() + 50);
        assertThat(chains).isGreaterThanOrEqualTo(4);
        assertThat(inSpool.anchors()).isEqualTo(chains);
        assertThat(inDatabase.anchors()).isEqualTo(chains);
        assertThat(inSpool.beforeFirstBlock()).isZero();
        assertThat(inSpool.notYetSealed()).isBetween(1L, 3L);
    }

    private static Report verify(Trail trail, List<Path> anchors) throws Exception {
        try (trail) {
            return Verifier.verify(trail, TrailFixture.KEYS, anchors, Instant.now());
        }
    }
}
