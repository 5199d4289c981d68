package dev.gatehouse.audit.verify;

import dev.gatehouse.audit.event.Lifetime;
import dev.gatehouse.audit.proof.BlockHeader;
import dev.gatehouse.audit.proof.BlockHeader.Tree;
import dev.gatehouse.audit.proof.MerkleTree;
import dev.gatehouse.audit.segment.Position;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Gathers the records of one block and compares them with its trees. Not thread-safe. */
final class BlockCheck {
    private static final MerkleTree NOTHING = new MerkleTree();

    private final LinkedBlock block;
    private final Map<Lifetime, MerkleTree> trees = new TreeMap<>();
    private long nextSeq;
    private @Nullable Position missing;
    private boolean unreadable;

    BlockCheck(LinkedBlock block) {
        this.block = block;
        this.nextSeq = block.header().first().seq();
    }

    LinkedBlock block() {
        return block;
    }

    /** Something among its records could not be read, so that what is missing may be that. */
    void unreadable() {
        unreadable = true;
    }

    /** A record of this block, in order. */
    void add(Position position, Lifetime lifetime, byte[] leaf) {
        skipTo(position.seq());
        nextSeq = position.seq() + 1;
        trees.computeIfAbsent(lifetime, _ -> new MerkleTree()).add(leaf);
    }

    /** All its records have come by. */
    void close(Trail trail, LocalDate today, Findings findings) throws IOException {
        BlockHeader header = block.header();
        skipTo(header.last().seq() + 1);
        for (Tree signed : header.trees()) {
            MerkleTree tree = trees.getOrDefault(signed.lifetime(), NOTHING);
            boolean same = Tree.of(signed.lifetime(), tree).equals(signed);
            if (same) {
                continue;
            }
            if (tree.size() == 0 && isDropped(trail, today, signed.lifetime())) {
                findings.expired += signed.count();
            } else {
                tell(signed, tree.size(), findings);
                return;
            }
        }
        for (Lifetime lifetime : trees.keySet()) {
            if (header.trees().stream().noneMatch(signed -> signed.lifetime().equals(lifetime))) {
                findings.altered(header.gateway(), header.first(), "a record of " + block.name() + " was altered");
                return;
            }
        }
    }

    private void tell(Tree signed, long found, Findings findings) {
        String gateway = block.header().gateway();
        Position lost = missing;
        if (lost == null || found >= signed.count()) {
            findings.altered(
                    gateway,
                    block.header().first(),
                    "records of " + block.name() + " that are kept for "
                            + signed.lifetime().days() + " days were altered");
        } else if (unreadable) {
            findings.incomplete(gateway, lost, "records of " + block.name() + " cannot be read");
        } else {
            findings.altered(gateway, lost, "records of " + block.name() + " are missing, this one first");
        }
    }

    private void skipTo(long seq) {
        if (seq > nextSeq && missing == null) {
            missing = new Position(block.header().first().epoch(), nextSeq);
        }
    }

    /** Whether their time is over, and they are told to have been dropped for that reason. */
    private static boolean isDropped(Trail trail, LocalDate today, Lifetime lifetime) throws IOException {
        return lifetime.isOverOn(today) && trail.isDropped(lifetime.days(), lifetime.day());
    }
}
