package dev.gatehouse.audit.verify;

import dev.gatehouse.audit.proof.BlockHeader;
import dev.gatehouse.audit.segment.Position;
import org.jspecify.annotations.Nullable;

/**
 * A block whose signature is good, and what it follows.
 *
 * @param at where it was recorded
 * @param before the block it names as the one before it; null when there is none, or none that is known
 * @param forks whether that is not the newest one
 */
record LinkedBlock(
        BlockHeader header,
        String digest,
        Position at,
        @Nullable LinkedBlock before,
        boolean forks) {
    /** Without what stands before it, so that a chain is not held in memory. */
    LinkedBlock alone() {
        return new LinkedBlock(header, digest, at, null, false);
    }

    /** Whether a block that begins here goes on where this one ended. */
    boolean isFollowedAt(Position first) {
        Position last = header.last();
        return first.epoch() == last.epoch()
                ? first.seq() == last.seq() + 1
                : first.epoch() > last.epoch() && first.seq() == 1;
    }

    String name() {
        return "block " + header.number() + " of chain " + header.chain();
    }
}
