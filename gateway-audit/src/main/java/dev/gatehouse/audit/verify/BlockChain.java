package dev.gatehouse.audit.verify;

import dev.gatehouse.audit.proof.BlockHeader;
import dev.gatehouse.audit.proof.PublicKey;
import dev.gatehouse.audit.proof.SealedBlock;
import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.audit.segment.SpoolRecord;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of a gateway, each checked by itself and against the one before it. Those whose signature is not good are
 * faults and are left out. For one reading; close it.
 */
final class BlockChain implements AutoCloseable {
    private final Trail trail;
    private final String gateway;
    private final TrustedKeys keys;
    private final Findings findings;
    private final AnchorCheck anchors;
    private final Entries blocks;

    private @Nullable LinkedBlock last;
    /** One before the next was told to be wrong, so nothing is said of how that goes on. */
    private boolean broken;

    BlockChain(Trail trail, String gateway, TrustedKeys keys, AnchorCheck anchors, Findings findings)
            throws IOException {
        this.trail = trail;
        this.gateway = gateway;
        this.keys = keys;
        this.findings = findings;
        this.anchors = anchors;
        this.blocks = trail.blocks(gateway);
    }

    /** The next one whose signature is good; null after the last. */
    @Nullable
    LinkedBlock next() throws IOException {
        for (Entry entry = blocks.next(); entry != null; entry = blocks.next()) {
            if (entry instanceof Entry.Found found) {
                Optional<SealedBlock> sealed = believed(found.row().record());
                if (sealed.isPresent()) {
                    findings.blocks++;
                    return linked(sealed.get(), found.position());
                }
                broken = true;
                anchors.lost();
            }
        }
        anchors.end();
        return null;
    }

    @Override
    public void close() throws IOException {
        blocks.close();
    }

    private Optional<SealedBlock> believed(SpoolRecord record) {
        Optional<BlockHeader> read = BlockHeader.read(record.head());
        if (read.isEmpty() || !Arrays.equals(read.get().bytes(), record.head())) {
            return refused(record, "what should be the header of a block is none");
        }
        BlockHeader header = read.get();
        Optional<PublicKey> key = keys.byId(header.key());
        if (key.isEmpty()) {
            return refused(record, "a block is signed by key " + header.key() + ", which is none of those given");
        }
        SealedBlock block = new SealedBlock(header, record.head(), record.kept());
        if (!block.isSignedBy(key.get())) {
            return refused(record, "the signature of a block is not good");
        }
        if (!header.gateway().equals(gateway) || !isPlausible(header)) {
            return refused(record, "a block that was signed for something else");
        }
        if (!record.position().isAfter(header.last())) {
            return refused(record, "a block stands before the last record it covers");
        }
        return Optional.of(block);
    }

    private Optional<SealedBlock> refused(SpoolRecord record, String reason) {
        findings.altered(gateway, record.position(), reason);
        return Optional.empty();
    }

    /** What a signer of this program cannot have signed. */
    private static boolean isPlausible(BlockHeader header) {
        long records = header.last().seq() - header.first().seq() + 1;
        long counted =
                header.trees().stream().mapToLong(BlockHeader.Tree::count).sum();
        return header.first().epoch() == header.last().epoch()
                && header.first().seq() >= 1
                && records >= 1
                && records <= BlockHeader.RECORDS_MAX
                && counted == records;
    }

    private LinkedBlock linked(SealedBlock block, Position at) throws IOException {
        BlockHeader header = block.header();
        LinkedBlock newest = last;
        boolean follows = newest != null && header.previous().equals(newest.digest());
        LinkedBlock before = follows || broken ? newest : null;
        boolean forks = false;
        if (!follows && !broken) {
            Optional<LinkedBlock> earlier = newest == null ? Optional.empty() : find(header.previous(), at);
            forks = earlier.isPresent() && header.number() == 1;
            before = forks ? earlier.get() : null;
            told(header, at, newest, earlier);
        }
        if (before != null && !broken) {
            checkOrder(header, at, before);
        }
        LinkedBlock linked = new LinkedBlock(header, block.digest(), at, before == null ? null : before.alone(), forks);
        anchors.block(header, block.bytes(), at);
        last = linked.alone();
        broken = false;
        return linked;
    }

    /** It does not name the newest block before it. */
    private void told(BlockHeader header, Position at, @Nullable LinkedBlock newest, Optional<LinkedBlock> earlier) {
        if (newest == null) {
            boolean isFirst = header.previous().equals(BlockHeader.NO_PREVIOUS) && header.number() == 1;
            if (!isFirst && trail.extent().beginsAnywhere()) {
                findings.note(gateway + " begins here with block " + header.number() + " of chain " + header.chain()
                        + ", which covers records from " + header.first() + " on");
            } else if (!isFirst) {
                findings.altered(gateway, at, "the blocks before the first one that is here are missing");
            }
        } else if (earlier.isPresent() && header.number() == 1) {
            findings.note(gateway + " forks: chain " + header.chain() + " goes on from "
                    + earlier.get().name() + ", which ended at "
                    + earlier.get().header().last() + ", although " + newest.name() + " ended at "
                    + newest.header().last());
        } else if (trail.extent().beginsAnywhere() && header.number() == 1) {
            findings.note(gateway + ": chain " + header.chain() + " goes on from a block that is not here");
        } else {
            findings.altered(
                    gateway, at, "a block does not name the one before it: blocks are missing, or not in order");
        }
    }

    private void checkOrder(BlockHeader header, Position at, LinkedBlock before) {
        boolean sameChain = header.chain() == before.header().chain();
        boolean inOrder = sameChain
                ? header.number() == before.header().number() + 1
                : header.number() == 1 && header.chain() > before.header().chain();
        if (!inOrder) {
            findings.altered(gateway, at, "the number of a block is not the next one");
        } else if (!before.isFollowedAt(header.first())) {
            findings.altered(gateway, at, "a block does not begin where the one before it ended");
        }
    }

    /** The block of this digest that was recorded before a position. Reads from the begin: this is needed after forks only. */
    private Optional<LinkedBlock> find(String digest, Position before) throws IOException {
        try (Entries all = trail.blocks(gateway)) {
            for (Entry entry = all.next(); entry != null && before.isAfter(entry.position()); entry = all.next()) {
                if (entry instanceof Entry.Found found) {
                    SpoolRecord record = found.row().record();
                    Optional<BlockHeader> header = BlockHeader.read(record.head());
                    if (header.isPresent() && SealedBlock.digest(record.head()).equals(digest)) {
                        return Optional.of(new LinkedBlock(header.get(), digest, found.position(), null, false));
                    }
                }
            }
        }
        return Optional.empty();
    }
}
