package dev.gatehouse.audit.spool;

import java.time.Duration;

/**
 * How large the spool's files are and how long they stay.
 *
 * @param segmentBytes length of one file, taken ahead
 * @param capBytes all files together; when it is reached, calls are refused
 * @param keptAfterShipping how long a shipped segment stays, so that a database restored from a backup can be refilled
 */
public record SpoolSettings(long segmentBytes, long capBytes, Duration keptAfterShipping) {
    public static final SpoolSettings DEFAULT = new SpoolSettings(64L << 20, 10L << 30, Duration.ofHours(1));

    private static final long SEGMENT_BYTES_MIN = 64 << 10;
    private static final int SEGMENTS_MIN = 4;
    private static final long BATCH_BYTES_MAX = 8 << 20;

    private static final int OPEN_CALLS_MAX = 16_384;
    /** A call id, a round and a bundle's name, as JSON. */
    private static final int OPEN_CALL_BYTES_MAX = 256;

    public SpoolSettings {
        if (segmentBytes < SEGMENT_BYTES_MIN || segmentBytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("segment of " + segmentBytes + " bytes (expected: 64 KiB to 2 GiB)");
        }
        if (capBytes < SEGMENTS_MIN * segmentBytes) {
            throw new IllegalArgumentException("a cap of " + capBytes + " bytes is less than four segments");
        }
    }

    /** What is written and not yet synced is also kept in memory, up to this much, to survive a failing disk. */
    int batchBytesMax() {
        return (int) Math.min(BATCH_BYTES_MAX, segmentBytes / 4);
    }

    /** Beyond this many, intents are refused: a segment's header names them all and takes a quarter of it at most. */
    int openCallsMax() {
        return (int) Math.min(OPEN_CALLS_MAX, segmentBytes / 4 / OPEN_CALL_BYTES_MAX);
    }

    /** An event longer than this loses its kept payload and says so. */
    int recordBytesMax() {
        return batchBytesMax() / 2;
    }
}
