package dev.gatehouse.audit.segment;

/**
 * One record as read from a segment.
 *
 * @param wallNanos wall clock when it was written, nanoseconds since 1970
 * @param monoNanos monotonic clock when it was written; comparable within an epoch
 * @param head JSON object
 * @param kept the payload beside it, empty when none is kept
 */
public record SpoolRecord(
        Position position, long wallNanos, long monoNanos, RecordKind kind, byte[] head, byte[] kept) {

    public int bytes() {
        return head.length + kept.length;
    }
}
