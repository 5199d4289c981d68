package dev.gatehouse.audit.segment;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Records as bytes: {@code length, epoch, seq, wall, mono, kind, headLength, head, kept, crc32c}, big-endian. The
 * checksum covers everything before it, epoch and sequence included, so that what an earlier use of a file left behind is
 * never taken for a record. A length of zero ends the segment.
 */
public final class Frames {
    /** Bytes of a frame beside head and kept payload. */
    public static final int OVERHEAD_BYTES = 45;
    /** The zero length after the last frame. */
    public static final int END_BYTES = 4;

    static final int FRAME_BYTES_MAX = 16 << 20;
    private static final int HEAD_AT = 41;
    private static final int CRC_BYTES = 4;

    private Frames() {}

    /** Appends one frame at the buffer's position. */
    public static void put(ByteBuffer out, SpoolRecord record) {
        int start = out.position();
        out.putInt(OVERHEAD_BYTES + record.bytes());
        out.putLong(record.position().epoch()).putLong(record.position().seq());
        out.putLong(record.wallNanos()).putLong(record.monoNanos());
        out.put(record.kind().code()).putInt(record.head().length);
        out.put(record.head()).put(record.kept());
        CRC32C crc = new CRC32C();
        crc.update(out.duplicate().flip().position(start));
        out.putInt((int) crc.getValue());
    }

    /** Reads the frame in {@code in[from, from + length)}; empty when its bytes are not what was written. */
    static Optional<SpoolRecord> read(byte[] in, int from, int length) {
        ByteBuffer frame = ByteBuffer.wrap(in, from, length).slice();
        CRC32C crc = new CRC32C();
        crc.update(in, from, length - CRC_BYTES);
        int headLength = frame.getInt(HEAD_AT - Integer.BYTES);
        Optional<RecordKind> kind = RecordKind.of(frame.get(HEAD_AT - Integer.BYTES - 1));
        boolean whole = (int) crc.getValue() == frame.getInt(length - CRC_BYTES)
                && headLength >= 0
                && headLength <= length - OVERHEAD_BYTES;
        return whole ? kind.map(k -> record(in, from, length, frame, headLength, k)) : Optional.empty();
    }

    private static SpoolRecord record(
            byte[] in, int from, int length, ByteBuffer frame, int headLength, RecordKind kind) {
        int headFrom = from + HEAD_AT;
        return new SpoolRecord(
                new Position(frame.getLong(4), frame.getLong(12)),
                frame.getLong(20),
                frame.getLong(28),
                kind,
                Arrays.copyOfRange(in, headFrom, headFrom + headLength),
                Arrays.copyOfRange(in, headFrom + headLength, from + length - CRC_BYTES));
    }
}
