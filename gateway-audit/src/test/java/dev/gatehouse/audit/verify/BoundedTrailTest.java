package dev.gatehouse.audit.verify;

import static dev.gatehouse.audit.ship.ShipFixture.execute;
import static dev.gatehouse.audit.verify.TrailFixture.KEYS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.segment.Position;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stretch of a trail of several runs: what is in it is proved, and what is not is not read. */
class BoundedTrailTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    private Path directory;

    private DataSource database;
    private String gateway;
    private List<TrailFixture.Block> blocks;

    @BeforeEach
    void record() throws Exception {
        database = TrailFixture.database();
        gateway = TrailFixture.record(directory.resolve("spool"), database, 3, 100, 7);
        blocks = TrailFixture.blocks(database, gateway);
        assertThat(blocks).hasSizeGreaterThan(4);
    }

    private TrailFixture.Block block(int fromEnd) {
        return blocks.get(blocks.size() - fromEnd);
    }

    private static String isCoveredBy(TrailFixture.Block block) {
        Position first = block.header().first();
        Position last = block.header().last();
        return "(epoch, seq) BETWEEN (" + first.epoch() + ", " + first.seq() + ") AND (" + last.epoch() + ", "
                + last.seq() + ")";
    }

    private Report verify(Instant from, Position end, Duration within) throws IOException {
        try (BoundedTrail trail = BoundedTrail.from(database, from, Map.of(gateway, end), within)) {
            return Verifier.verify(trail, KEYS, List.of(), Instant.now());
        }
    }

    private Report verifyTo(int fromEnd) throws IOException {
        return verify(Instant.EPOCH, block(fromEnd).header().last(), LONG);
    }

    @Test
    void a_trail_is_whole_up_to_the_end_of_any_of_its_blocks() throws Exception {
        for (int fromEnd = 1; fromEnd <= 4; fromEnd++) {
            Report report = verifyTo(fromEnd);
            assertThat(report.faults()).isEmpty();
            assertThat(report.blocks()).isEqualTo(blocks.size() - fromEnd + 1);
        }
    }

    @Test
    void a_later_begin_leaves_out_what_was_before() throws Exception {
        Instant from = Instant.EPOCH.plusNanos(block(2).header().atNanos());
        Report report = verify(from, block(1).header().last(), LONG);
        assertThat(report.faults()).isEmpty();
        assertThat(report.blocks()).isBetween(1L, 3L);
        assertThat(report.records()).isPositive().isLessThan(verifyTo(1).records());
    }

    @Test
    void an_altered_record_of_the_stretch_is_found_and_one_behind_it_is_not_looked_at() throws Exception {
        execute(database, "UPDATE audit.event SET body = convert_to('{}', 'UTF8') WHERE " + isCoveredBy(block(1)));
        assertThat(verifyTo(1).exitCode()).isEqualTo(Report.ALTERED);
        assertThat(verifyTo(2).exitCode()).isEqualTo(Report.WHOLE);
    }

    @Test
    void a_stretch_that_was_taken_out_with_its_blocks_is_found() throws Exception {
        TrailFixture.Block gone = block(3);
        execute(database, "DELETE FROM audit.event WHERE " + isCoveredBy(gone));
        execute(database, "DELETE FROM audit.dead_letter WHERE " + isCoveredBy(gone));
        execute(
                database,
                "DELETE FROM audit.block WHERE epoch = " + gone.at().epoch() + " AND seq = "
                        + gone.at().seq());
        assertThat(verifyTo(1).exitCode()).isEqualTo(Report.ALTERED);
    }

    @Test
    void when_the_time_is_over_it_says_that_it_is_not_complete() throws Exception {
        Report report = verify(Instant.EPOCH, block(1).header().last(), Duration.ofNanos(1));
        assertThat(report.exitCode()).isEqualTo(Report.INCOMPLETE);
        assertThat(report.faults().getFirst().reason()).contains("the time for it is over");
    }
}
