package dev.gatehouse.audit.spool;

import dev.gatehouse.audit.event.Lifetime;
import dev.gatehouse.audit.proof.BlockHeader;
import dev.gatehouse.audit.proof.Leaf;
import dev.gatehouse.audit.proof.MerkleTree;
import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.audit.segment.RecordKind;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A block that still grows: one tree for each lifetime. */
final class OpenBlock {
    private final SortedMap<Lifetime, MerkleTree> trees = new TreeMap<>();
    private final Position first;
    private Position last;
    private int records;
    private boolean tells;

    OpenBlock(Leaf first) {
        this.first = first.position();
        this.last = first.position();
        add(first);
    }

    /** Whether this leaf may come next: a block holds so many records of one epoch. */
    boolean hasRoomFor(Leaf leaf) {
        return records < BlockHeader.RECORDS_MAX && leaf.position().epoch() == first.epoch();
    }

    void add(Leaf leaf) {
        trees.computeIfAbsent(leaf.lifetime(), _ -> new MerkleTree()).add(leaf.hash());
        last = leaf.position();
        records++;
        tells |= leaf.kind() != RecordKind.BLOCK;
    }

    /** Whether it holds more than blocks: else an idle gateway would seal its seals for ever. */
    boolean tells() {
        return tells;
    }

    Position first() {
        return first;
    }

    Position last() {
        return last;
    }

    List<BlockHeader.Tree> trees() {
        return trees.entrySet().stream()
                .map(tree -> BlockHeader.Tree.of(tree.getKey(), tree.getValue()))
                .toList();
    }
}
