package dev.gatehouse.audit.anchor;

import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.audit.proof.BlockHeader;
import dev.gatehouse.audit.proof.Checkpoint;
import dev.gatehouse.audit.proof.MerkleTree;
import dev.gatehouse.audit.proof.SealedBlock;
import dev.gatehouse.audit.proof.SealingKey;
import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.core.call.Clocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnchoringTest {
    private static final SealingKey KEY = SealingKey.generate();

    @TempDir
    private Path directory;

    private final AtomicLong nanos = new AtomicLong();
    private final Clocks clocks = new Clocks(Clocks.SYSTEM::now, nanos::get);

    @Test
    void an_anchor_has_every_block_of_each_run() throws Exception {
        Path file = directory.resolve("anchors");
        MerkleTree second = new MerkleTree();
        try (Anchoring anchoring = Anchoring.start(KEY, List.of(new FileAnchor(file)), clocks)) {
            anchoring.sealed(block(1, 1));
            for (int number = 1; number <= 3; number++) {
                SealedBlock block = block(2, number);
                second.addEntry(block.bytes());
                anchoring.sealed(block);
            }
        }
        List<String> notes = notes(file);
        assertThat(Checkpoint.read(notes.getLast(), List.of(KEY.publicKey()))).hasValueSatisfying(last -> {
            assertThat(last.origin()).isEqualTo(Checkpoint.origin("g", 2));
            assertThat(last.size()).isEqualTo(3);
            assertThat(last.root()).isEqualTo(second.root());
        });
    }

    @Test
    void an_anchor_that_fails_is_tried_again_and_shows_in_the_lag() throws Exception {
        Path missing = directory.resolve("not-mounted");
        Path file = missing.resolve("anchors");
        try (Anchoring anchoring = Anchoring.start(KEY, List.of(new FileAnchor(file)), clocks)) {
            anchoring.sealed(block(1, 1));
            nanos.set(Anchoring.ANCHOR_WITHIN.toNanos());
            eventually(() -> assertThat(anchoring.checkpoint()).isPresent());
            assertThat(anchoring.lagNanos()).isEqualTo(nanos.get());
            Files.createDirectory(missing);
        }
        assertThat(notes(file)).hasSize(1);
    }

    private static SealedBlock block(long chain, long number) {
        Position position = new Position(chain, number);
        BlockHeader header = new BlockHeader(
                "g",
                chain,
                number,
                BlockHeader.NO_PREVIOUS,
                position,
                position,
                List.of(),
                0,
                KEY.publicKey().id());
        return SealedBlock.seal(header, KEY);
    }

    private static List<String> notes(Path file) throws IOException {
        return List.of(Files.readString(file).split("(?<=\n)\n(?=gatehouse-audit)"));
    }
}
