package dev.gatehouse.audit.sink;

import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.core.json.Json;
import java.util.OptionalLong;

/**
 * Counts what is missing of a stream that has no gaps by itself: every number of an epoch is an event, a block or a parked record,
 * and the first record of an epoch says where the one before ended.
 */
final class Gaps {
    private Position last;
    private long missing;
    private boolean isBegun;

    /** @param last what came before; {@link Position#ZERO} where nothing did, so that nothing is missed before the first */
    Gaps(Position last) {
        this.last = last;
        this.isBegun = !last.equals(Position.ZERO);
    }

    /** @param body of an event; of others nothing is asked */
    void next(Position at, Json body) {
        if (isBegun) {
            missing += at.epoch() == last.epoch() ? at.seq() - last.seq() - 1 : missingBefore(at, body);
        }
        isBegun = true;
        last = at;
    }

    /** The trail is known to go on to here, and nothing of it is there. */
    void end(Position end) {
        if (isBegun && end.isAfter(last)) {
            missing += end.epoch() == last.epoch() ? end.seq() - last.seq() : end.seq();
            last = end;
        }
    }

    /** How many at least: of an epoch that is gone altogether nobody knows. */
    long missing() {
        return missing;
    }

    private long missingBefore(Position at, Json body) {
        long ofThis = at.seq() - 1;
        OptionalLong epoch = integer(body, "previousEpoch");
        OptionalLong seq = integer(body, "previousSeq");
        if (ofThis > 0 || epoch.isEmpty() || seq.isEmpty()) {
            return ofThis;
        }
        return epoch.getAsLong() == last.epoch() ? Math.max(0, seq.getAsLong() - last.seq()) : seq.getAsLong();
    }

    private static OptionalLong integer(Json body, String name) {
        return body.member(name).map(Json::integer).orElse(OptionalLong.empty());
    }
}
