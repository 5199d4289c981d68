package dev.gatehouse.audit.spool;

import dev.gatehouse.audit.segment.Position;

/** How far the spool is synced. Nothing beyond it is shipped: it might not be there after a power loss. */
record DurablePoint(long segment, long offset, Position position) {
    /** Nothing is being written: every segment is read to its end. */
    static final DurablePoint EVERYTHING = new DurablePoint(Long.MAX_VALUE, 0, Position.ZERO);
}
