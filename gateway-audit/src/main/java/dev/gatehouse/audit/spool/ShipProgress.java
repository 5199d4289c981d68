package dev.gatehouse.audit.spool;

import dev.gatehouse.audit.segment.Position;

/** How far shipping has come; written by the feed, read by the figures. */
final class ShipProgress {
    private static final long NOTHING_WAITS = Long.MAX_VALUE;

    private final Position previousEnd;
    private volatile Position arrived = Position.ZERO;
    private volatile long waitingSinceNanos;

    /** @param nowNanos wall clock: until the first contact with the database, everything waits since the start */
    ShipProgress(Position previousEnd, long nowNanos) {
        this.previousEnd = previousEnd;
        this.waitingSinceNanos = nowNanos;
    }

    Position previousEnd() {
        return previousEnd;
    }

    Position arrived() {
        return arrived;
    }

    void arrived(Position position) {
        arrived = position;
        waitingSinceNanos = NOTHING_WAITS;
    }

    void waitingSince(long wallNanos) {
        waitingSinceNanos = wallNanos;
    }

    long lagNanos(long nowNanos) {
        return Math.max(0, nowNanos - Math.min(nowNanos, waitingSinceNanos));
    }
}
