package dev.gatehouse.audit.segment;

import dev.gatehouse.audit.event.Lifetime;
import dev.gatehouse.core.digest.Sha256;

/**
 * What a record holds, before it has a place in the stream. Hashed by whoever records, where the bytes are at hand: what a
 * seal says of a record is a hash of these hashes.
 *
 * @param lifetime how long it is kept; for ever what proofs need
 * @param kept the payload beside the head, empty when none is kept
 */
public record Content(RecordKind kind, Lifetime lifetime, byte[] head, byte[] kept, byte[] headHash, byte[] keptHash) {
    private static final byte[] NOTHING = {};
    private static final byte[] HASH_OF_NOTHING = Sha256.of(NOTHING);

    public static Content of(RecordKind kind, Lifetime lifetime, byte[] head, byte[] kept) {
        return new Content(
                kind, lifetime, head, kept, Sha256.of(head), kept.length == 0 ? HASH_OF_NOTHING : Sha256.of(kept));
    }

    public static Content of(RecordKind kind, byte[] head) {
        return of(kind, Lifetime.FOR_EVER, head, NOTHING);
    }

    public int bytes() {
        return head.length + kept.length;
    }
}
