package dev.gatehouse.audit.segment;

import dev.gatehouse.core.digest.Sha256;

/**
 * What a record holds, before it has a place in the stream. Hashed by whoever records, where the bytes are at hand: what a
 * seal says of a record is a hash of these hashes.
 *
 * @param keep for how many days it is kept; {@link #FOR_EVER} for what proofs need
 * @param kept the payload beside the head, empty when none is kept
 */
public record Content(RecordKind kind, int keep, byte[] head, byte[] kept, byte[] headHash, byte[] keptHash) {
    public static final int FOR_EVER = 0;

    private static final byte[] NOTHING = {};
    private static final byte[] HASH_OF_NOTHING = Sha256.of(NOTHING);

    public static Content of(RecordKind kind, int keep, byte[] head, byte[] kept) {
        return new Content(
                kind, keep, head, kept, Sha256.of(head), kept.length == 0 ? HASH_OF_NOTHING : Sha256.of(kept));
    }

    public static Content of(RecordKind kind, byte[] head) {
        return of(kind, FOR_EVER, head, NOTHING);
    }

    public int bytes() {
        return head.length + kept.length;
    }
}
