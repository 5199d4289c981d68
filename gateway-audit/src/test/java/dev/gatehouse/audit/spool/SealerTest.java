package dev.gatehouse.audit.spool;

import static dev.gatehouse.audit.spool.SpoolFixture.KEY;
import static dev.gatehouse.audit.spool.SpoolFixture.SMALL;
import static dev.gatehouse.audit.spool.SpoolFixture.SOON;
import static dev.gatehouse.audit.spool.SpoolFixture.open;
import static dev.gatehouse.audit.spool.SpoolFixture.records;
import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.Events;
import dev.gatehouse.audit.event.EventKeep;
import dev.gatehouse.audit.event.Lifetime;
import dev.gatehouse.audit.proof.BlockHeader;
import dev.gatehouse.audit.proof.Leaf;
import dev.gatehouse.audit.proof.MerkleTree;
import dev.gatehouse.audit.proof.SealedBlock;
import dev.gatehouse.audit.proof.SealingKey;
import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.audit.segment.RecordKind;
import dev.gatehouse.audit.segment.SegmentName;
import dev.gatehouse.audit.segment.SpoolRecord;
import dev.gatehouse.core.call.Clocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealerTest {
    private static final EventKeep BY_BUNDLE = bundle -> bundle.isPresent() ? 30 : 400;

    @TempDir
    private Path directory;

    @Test
    void every_record_is_under_a_signed_block_in_an_unbroken_chain() throws Exception {
        for (int run = 0; run < 3; run++) {
            try (AuditSpool spool = sealed(new Sealing(KEY, BY_BUNDLE, _ -> {}))) {
                for (int i = 0; i < 1_500; i++) {
                    spool.append(Events.intent(run + "-" + i)).awaitWritten();
                    spool.append(Events.outcome(run + "-" + i));
                    spool.append(Events.administered("between"));
                }
                spool.append(Events.administered("the last")).awaitDurable(SOON);
            }
        }
        assertThat(sealed()).isEqualTo(3 * (1 + 3 * 1_500 + 1));
        assertThat(blocks()).hasSizeGreaterThan(3 * 4_501 / BlockHeader.RECORDS_MAX);
    }

    @Test
    void a_block_is_told_of_within_a_second_or_two_when_nothing_else_happens() throws Exception {
        AtomicReference<SealedBlock> told = new AtomicReference<>();
        try (AuditSpool spool = sealed(new Sealing(KEY, EventKeep.DEFAULT, told::set))) {
            spool.append(Events.administered("alone")).awaitDurable(SOON);
            eventually(() -> assertThat(told.get()).isNotNull());
            assertThat(told.get().isSignedBy(KEY.publicKey())).isTrue();
            assertThat(told.get().isSignedBy(SealingKey.generate().publicKey())).isFalse();
            assertThat(records(directory))
                    .filteredOn(record -> record.kind() == RecordKind.BLOCK)
                    .as("durable before it is told of")
                    .isNotEmpty();
        }
    }

    @Test
    void what_a_killed_run_had_not_sealed_is_sealed_by_the_next() throws Exception {
        Path killed = directory.resolve("killed");
        try (AuditSpool spool = open(directory)) {
            for (int i = 0; i < 700; i++) {
                spool.append(Events.administered("event " + i)).awaitDurable(SOON);
            }
            Files.createDirectory(killed);
            for (Path segment : SegmentName.segmentsIn(directory).values()) {
                Files.copy(segment, killed.resolve(segment.getFileName()));
            }
        }
        directory = killed;
        open(directory).close();
        assertThat(sealed()).isEqualTo(1 + 700 + 1);
    }

    @Test
    void a_block_that_a_failing_disk_refused_is_recorded_when_it_works_again() throws Exception {
        FaultyFiles disk = new FaultyFiles();
        try (AuditSpool spool = SpoolFixture.open(directory, SMALL, disk)) {
            spool.append(Events.administered("before")).awaitDurable(SOON);
            disk.syncsToFail.set(4);
            eventually(() -> assertThat(disk.syncsToFail).as("also the block's").hasValue(0));
            eventually(() -> assertThat(spool.stats().isAccepting()).isTrue());
            spool.append(Events.administered("after")).awaitDurable(SOON);
        }
        assertThat(sealed()).isEqualTo(3);
    }

    private AuditSpool sealed(Sealing sealing) throws IOException {
        return AuditSpool.open(directory, SMALL, sealing, Clocks.SYSTEM, FsyncObserver.NONE);
    }

    private List<BlockHeader> blocks() throws IOException {
        return records(directory).stream()
                .filter(record -> record.kind() == RecordKind.BLOCK)
                .map(record -> BlockHeader.read(record.head()).orElseThrow())
                .toList();
    }

    /** Checks each block against the records it names, and counts those that are no blocks. */
    private long sealed() throws IOException {
        TreeMap<Position, SpoolRecord> records = new TreeMap<>();
        records(directory).forEach(record -> records.put(record.position(), record));
        String previous = BlockHeader.NO_PREVIOUS;
        Position end = null;
        long covered = 0;
        for (SpoolRecord record : records.values()) {
            if (record.kind() != RecordKind.BLOCK) {
                continue;
            }
            BlockHeader header = BlockHeader.read(record.head()).orElseThrow();
            assertThat(header.bytes()).as("one way to write it").isEqualTo(record.head());
            assertThat(new SealedBlock(header, record.head(), record.kept()).isSignedBy(KEY.publicKey()))
                    .isTrue();
            assertThat(header.previous()).isEqualTo(previous);
            assertThat(header.first()).as("after the block before").isEqualTo(next(records, end));
            var under = records.subMap(header.first(), true, header.last(), true);
            assertThat(trees(under.values())).isEqualTo(header.trees());
            covered += under.values().stream()
                    .filter(one -> one.kind() != RecordKind.BLOCK)
                    .count();
            previous = SealedBlock.digest(record.head());
            end = header.last();
        }
        return covered;
    }

    private static Position next(TreeMap<Position, SpoolRecord> records, Position end) {
        return end == null ? records.firstKey() : records.higherKey(end);
    }

    private static List<BlockHeader.Tree> trees(Iterable<SpoolRecord> records) {
        TreeMap<Lifetime, MerkleTree> trees = new TreeMap<>();
        for (SpoolRecord record : records) {
            Leaf leaf = Leaf.of(record);
            trees.computeIfAbsent(leaf.lifetime(), _ -> new MerkleTree()).add(leaf.hash());
        }
        return trees.entrySet().stream()
                .map(tree -> new BlockHeader.Tree(
                        tree.getKey(),
                        tree.getValue().size(),
                        HexFormat.of().formatHex(tree.getValue().root())))
                .toList();
    }
}
