package dev.gatehouse.audit.segment;

import java.util.Optional;

/** What a frame holds. The codes stand in files: add, never change. */
public enum RecordKind {
    /** An audit event. */
    EVENT(1),
    /** The first frame of a segment, outside the sequence: see {@link SegmentHeader}. */
    SEGMENT(2),
    /** The first record of an epoch: the gateway started, and this is what recovery found. */
    EPOCH(3),
    /** A signed header over the records before it: head is the header, kept the signature. */
    BLOCK(4);

    private final byte code;

    RecordKind(int code) {
        this.code = (byte) code;
    }

    /** What stands for it in frames and in hashes. */
    public byte code() {
        return code;
    }

    /** Empty for a code of a later version. */
    public static Optional<RecordKind> of(int code) {
        for (RecordKind kind : values()) {
            if (kind.code == code) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
