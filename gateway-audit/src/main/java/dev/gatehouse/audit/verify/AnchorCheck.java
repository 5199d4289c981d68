package dev.gatehouse.audit.verify;

import dev.gatehouse.audit.proof.BlockHeader;
import dev.gatehouse.audit.proof.Checkpoint;
import dev.gatehouse.audit.proof.MerkleTree;
import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.audit.verify.Anchors.Anchor;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Holds the anchors of a gateway against the tree over each chain, as its blocks come by. Not thread-safe. */
final class AnchorCheck {
    private static final long NO_CHAIN = -1;

    private final Trail.Extent extent;
    private final String gateway;
    private final Anchors anchors;
    private final TrustedKeys keys;
    private final Findings findings;
    private final Set<Anchor> met = new HashSet<>();

    private MerkleTree tree = new MerkleTree();
    private long chain = NO_CHAIN;
    private long firstChain = NO_CHAIN;
    private boolean whole;

    AnchorCheck(Trail.Extent extent, String gateway, Anchors anchors, TrustedKeys keys, Findings findings) {
        this.extent = extent;
        this.gateway = gateway;
        this.anchors = anchors;
        this.keys = keys;
        this.findings = findings;
    }

    /** The next block whose signature is good. */
    void block(BlockHeader header, byte[] bytes, Position at) {
        if (header.chain() != chain) {
            chain = header.chain();
            firstChain = firstChain == NO_CHAIN ? chain : firstChain;
            tree = new MerkleTree();
            whole = true;
        }
        tree.addEntry(bytes);
        whole &= header.number() == tree.size();
        for (Anchor anchor : anchors.of(gateway, chain, header.number())) {
            if (met.add(anchor)) {
                check(anchor, header, at);
            }
        }
    }

    /** A block of the chain is missing or not believed. */
    void lost() {
        whole = false;
    }

    /** After the last block: anchors that no block met say that there were more. */
    void end() {
        for (Anchor anchor : anchors.of(gateway)) {
            if (met.contains(anchor)) {
                continue;
            }
            boolean before = extent == Trail.Extent.RECENT && anchor.chain() < firstChain;
            if (before) {
                findings.incomplete(gateway, Position.ZERO, told(anchor) + " and begins before what is here");
            } else {
                findings.altered(
                        gateway, Position.ZERO, told(anchor) + ", which are not all here: the end was cut off");
            }
        }
    }

    private void check(Anchor anchor, BlockHeader header, Position at) {
        Optional<Checkpoint> bySealer =
                keys.byId(header.key()).flatMap(key -> Checkpoint.read(anchor.note(), List.of(key)));
        if (bySealer.isEmpty()) {
            findings.altered(gateway, at, told(anchor) + " and is not signed by the key of the last of them");
        } else if (!whole && extent == Trail.Extent.RECENT) {
            findings.incomplete(gateway, at, told(anchor) + ", which are not all here");
        } else if (!whole || !Arrays.equals(tree.root(), anchor.checkpoint().root())) {
            findings.altered(gateway, at, told(anchor) + ", and these blocks are others");
        } else {
            findings.anchors++;
        }
    }

    private static String told(Anchor anchor) {
        return "the anchor of " + anchor.checkpoint().time() + " tells of "
                + anchor.checkpoint().size() + " blocks of chain " + anchor.chain();
    }
}
