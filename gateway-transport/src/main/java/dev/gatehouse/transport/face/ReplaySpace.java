package dev.gatehouse.transport.face;

import dev.gatehouse.transport.stream.StreamLimits;
import dev.gatehouse.transport.wire.ByteBudget;

/**
 * Where streams keep events for clients that come back.
 *
 * @param limits of each of them
 * @param budget what all of them together may keep
 */
record ReplaySpace(StreamLimits.Replay limits, ByteBudget budget) {
    ReplaySpace(StreamLimits.Replay limits) {
        this(limits, new ByteBudget(limits.bytesTotalMax()));
    }
}
