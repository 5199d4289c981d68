package dev.gatehouse.audit.verify;

import static dev.gatehouse.audit.ship.ShipFixture.execute;
import static dev.gatehouse.audit.ship.ShipFixture.strings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.proof.BlockHeader;
import dev.gatehouse.audit.proof.SealedBlock;
import dev.gatehouse.audit.proof.SealingKey;
import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.audit.verify.TrailFixture.Block;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is done to a trail in the database is found. Several things are done at once, each in a block of its own. */
class TamperTest {
    private static final int RUNS = 24;
    private static final int EVENTS_PER_RUN = 90;
    private static final int AT_ONCE = 20;
    /** In the gate a part of them; {@code ./dev tamper} makes 1,000. */
    private static final int FLIPS = Integer.getInteger("gatehouse.tampers", 300);

    private static final int DELETIONS = FLIPS / 10;
    private static final int SWAPS = FLIPS / 10;
    private static final int ALL_FAULTS = 1_000;
    private static final long SEED = 20_261_121;

    @TempDir
    static Path directory;

    private static DataSource database;
    private static String gateway;
    private static List<Block> blocks;
    private static Path anchors;
    private static Tampering tampering;
    private static final Random RANDOM = new Random(SEED);

    /** Where rows of a table stand that a block covers, by the index of that block. */
    private static final Map<String, Map<Integer, List<Position>>> SEALED = new LinkedHashMap<>();

    @BeforeAll
    static void record() throws Exception {
        SEALED.clear();
        database = TrailFixture.database();
        gateway = TrailFixture.record(directory.resolve("spool"), database, RUNS, EVENTS_PER_RUN, SEED);
        blocks = TrailFixture.blocks(database, gateway);
        anchors = TrailFixture.anchors(blocks, directory.resolve("anchors"));
        tampering = new Tampering(database, gateway, RANDOM);
        for (String table : Tampering.TABLES) {
            for (String at : strings(database, "SELECT epoch || ' ' || seq FROM audit." + table + " ORDER BY 1")) {
                String[] parts = at.split(" ");
                Position position = new Position(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
                int block = coveredBy(position);
                if (block >= 0) {
                    SEALED.computeIfAbsent(table, _ -> new LinkedHashMap<>())
                            .computeIfAbsent(block, _ -> new ArrayList<>())
                            .add(position);
                }
            }
        }
    }

    @BeforeEach
    void isWhole() throws Exception {
        assertThat(verify(List.of(anchors)).faults()).isEmpty();
        assertThat(SEALED.keySet()).containsExactlyElementsOf(Tampering.TABLES);
        assertThat(SEALED.get("event")).hasSizeGreaterThan(AT_ONCE);
    }

    @AfterEach
    void restore() {
        tampering.restore();
    }

    @Test
    void every_flipped_value_in_every_column_of_every_table_is_found() throws Exception {
        List<String> columns = new ArrayList<>();
        for (String table : Tampering.TABLES) {
            tampering.columns(table).forEach(column -> columns.add(table + " " + column));
        }
        assertThat(columns).hasSizeGreaterThan(45);
        int done = 0;
        while (done < FLIPS) {
            Map<String, Position> flipped = new LinkedHashMap<>();
            for (int block : someBlocks()) {
                String[] column = columns.get(done % columns.size()).split(" ", 2);
                List<Position> rows = SEALED.get(column[0]).get(block);
                if (rows != null) {
                    Position at = rows.get(RANDOM.nextInt(rows.size()));
                    flipped.put(tampering.flip(column[0], column[1], at), at);
                    done++;
                }
            }
            allFound(flipped);
            tampering.restore();
        }
    }

    @Test
    void every_deleted_row_is_found() throws Exception {
        for (int done = 0; done < DELETIONS; ) {
            Map<String, Position> deleted = new LinkedHashMap<>();
            for (int block : someBlocks()) {
                String table = table(block);
                List<Position> rows = SEALED.get(table).get(block);
                Position at = rows.get(RANDOM.nextInt(rows.size()));
                tampering.delete(table, at);
                deleted.put("deleted from " + table + " " + at, at);
                done++;
            }
            allFound(deleted);
            tampering.restore();
        }
    }

    @Test
    void rows_that_changed_places_are_found() throws Exception {
        for (int done = 0; done < SWAPS; ) {
            Map<String, Position> swapped = new LinkedHashMap<>();
            for (int block : someBlocks()) {
                String table = table(block);
                List<Position> rows = new ArrayList<>(SEALED.get(table).get(block));
                if (rows.size() > 1) {
                    Collections.shuffle(rows, RANDOM);
                    tampering.swap(table, rows.get(0), rows.get(1));
                    swapped.put("swapped in " + table + " " + rows.get(0) + " and " + rows.get(1), rows.get(0));
                    done++;
                }
            }
            allFound(swapped);
            tampering.restore();
        }
    }

    @Test
    void blocks_that_changed_places_are_found() throws Exception {
        tampering.swap("block", blocks.get(3).at(), blocks.get(7).at());
        assertThat(verify(List.of()).altered()).isPositive();
    }

    @Test
    void a_run_that_was_taken_out_is_found() throws Exception {
        long epoch = blocks.get(blocks.size() / 2).header().chain();
        for (String table : Tampering.TABLES) {
            execute(database, "DELETE FROM audit." + table + " WHERE epoch = " + epoch);
        }
        assertThat(verify(List.of()).altered()).isPositive();
    }

    @Test
    void an_end_that_was_cut_off_is_found_by_an_anchor() throws Exception {
        for (int kept : List.of(blocks.size() - 2, blocks.size() / 2, 1)) {
            tampering.cutAfter(blocks.get(kept).at());
            assertThat(verify(List.of()).faults()).isEmpty();
            Report report = verify(List.of(anchors));
            assertThat(report.exitCode()).isEqualTo(Report.ALTERED);
            assertThat(report.faults())
                    .allSatisfy(fault -> assertThat(fault.reason()).contains("was cut off"));
            tampering.restore();
        }
    }

    @Test
    void a_gateway_that_was_taken_out_is_found_by_an_anchor() throws Exception {
        tampering.cutAfter(Position.ZERO);
        assertThat(verify(List.of()).exitCode()).isEqualTo(Report.WHOLE);
        assertThat(verify(List.of(anchors)).exitCode()).isEqualTo(Report.ALTERED);
    }

    @Test
    void a_block_that_was_signed_anew_by_another_key_is_found() throws Exception {
        Block block = blocks.get(4);
        BlockHeader header = block.header();
        SealingKey other = SealingKey.generate();
        SealedBlock signed = SealedBlock.seal(
                new BlockHeader(
                        header.gateway(),
                        header.chain(),
                        header.number(),
                        header.previous(),
                        header.first(),
                        header.last(),
                        header.trees(),
                        header.atNanos(),
                        other.publicKey().id()),
                other);
        execute(
                database,
                "UPDATE audit.block SET header = '\\x" + HexFormat.of().formatHex(signed.bytes())
                        + "', signature = '\\x" + HexFormat.of().formatHex(signed.signature()) + "' WHERE epoch = "
                        + block.at().epoch() + " AND seq = " + block.at().seq());
        Report report = verify(List.of());
        assertThat(report.faults())
                .anySatisfy(fault -> assertThat(fault.reason()).contains("none of those given"));
    }

    @Test
    void what_was_dropped_because_its_time_was_over_is_told_and_no_fault() throws Exception {
        execute(
                database,
                "CREATE TABLE gone AS SELECT DISTINCT (at AT TIME ZONE 'UTC')::date AS day FROM audit.event"
                        + " WHERE keep_days = 30 AND at < '2100-01-01'");
        execute(database, "DELETE FROM audit.event WHERE keep_days = 30 AND at < '2100-01-01'");
        assertThat(verify(List.of(anchors)).altered()).isPositive();

        execute(database, "INSERT INTO audit.retention (keep_days, day, records) SELECT 30, day, 1 FROM gone");
        Report early = verify(List.of(anchors), Instant.parse("2026-12-10T00:00:00Z"));
        Report report = verify(List.of(anchors), Instant.now().plus(Duration.ofDays(33)));
        execute(database, "DELETE FROM audit.retention");

        assertThat(early.altered()).isPositive();
        assertThat(report.faults()).isEmpty();
        assertThat(report.expired()).isPositive();
    }

    /** Each in the block that covers it, or at its own place. */
    private static void allFound(Map<String, Position> done) throws Exception {
        List<Fault> faults = verify(List.of()).faults();
        done.forEach((what, at) -> {
            BlockHeader covering = blocks.get(coveredBy(at)).header();
            assertThat(faults)
                    .as(what)
                    .anyMatch(fault -> !covering.first().isAfter(fault.position())
                            && !fault.position().isAfter(covering.last()));
        });
    }

    private static String table(int block) {
        List<String> there = Tampering.TABLES.stream()
                .filter(table -> SEALED.get(table).containsKey(block))
                .toList();
        return there.get(RANDOM.nextInt(there.size()));
    }

    private static List<Integer> someBlocks() {
        List<Integer> all = new ArrayList<>(SEALED.get("event").keySet());
        Collections.shuffle(all, RANDOM);
        return all.subList(0, AT_ONCE);
    }

    /** -1 when no block does. */
    private static int coveredBy(Position position) {
        for (int i = 0; i < blocks.size(); i++) {
            BlockHeader header = blocks.get(i).header();
            if (!header.first().isAfter(position) && !position.isAfter(header.last())) {
                return i;
            }
        }
        return -1;
    }

    private static Report verify(List<Path> anchors) throws Exception {
        return verify(anchors, Instant.now());
    }

    private static Report verify(List<Path> anchors, Instant now) throws Exception {
        try (Trail trail = DatabaseTrail.open(database)) {
            return Verifier.verify(trail, TrailFixture.KEYS, anchors, now, ALL_FAULTS);
        }
    }
}
