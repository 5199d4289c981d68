package dev.gatehouse.audit.proof;

import dev.gatehouse.audit.event.EventKeep;
import dev.gatehouse.audit.event.Lifetime;
import dev.gatehouse.audit.segment.Content;
import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.audit.segment.RecordKind;
import dev.gatehouse.audit.segment.SpoolRecord;
import dev.gatehouse.core.digest.Sha256;
import java.nio.ByteBuffer;

/**
 * A record as a tree knows it.
 *
 * @param lifetime how long it is kept
 * @param hash of RFC 6962, over position, kind, clocks and the hashes of head and payload
 */
public record Leaf(Position position, RecordKind kind, Lifetime lifetime, byte[] hash) {
    private static final int ENTRY_BYTES = 98;

    /** The leaf of a record that is read. */
    public static Leaf of(SpoolRecord record) {
        Lifetime lifetime = record.kind() == RecordKind.EVENT ? EventKeep.of(record.head()) : Lifetime.FOR_EVER;
        Content content = Content.of(record.kind(), lifetime, record.head(), record.kept());
        return of(record.position(), record.wallNanos(), record.monoNanos(), content);
    }

    /** The leaf of what was written at these times, in nanoseconds. */
    public static Leaf of(Position position, long wallNanos, long monoNanos, Content content) {
        byte[] entry = new byte[ENTRY_BYTES];
        ByteBuffer.wrap(entry)
                .put(MerkleTree.LEAF)
                .putLong(position.epoch())
                .putLong(position.seq())
                .put(content.kind().code())
                .putLong(wallNanos)
                .putLong(monoNanos)
                .put(content.headHash())
                .put(content.keptHash());
        return new Leaf(position, content.kind(), content.lifetime(), Sha256.of(entry));
    }
}
