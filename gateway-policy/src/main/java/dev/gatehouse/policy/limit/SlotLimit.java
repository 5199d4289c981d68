package dev.gatehouse.policy.limit;

import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.ChargingStage;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.policy.count.Counted;
import dev.gatehouse.policy.count.Counting;
import dev.gatehouse.policy.count.EachCounted;

/**
 * Refuses while too many calls are under way. A slot is taken for a round and given back however it ends, so a call that
 * waits for its client has none, and needs one again when the answer comes: one that finds none then is over.
 */
record SlotLimit(StageId id, LimitId limit, int atOnce, Counting counting, Slots slots) implements ChargingStage {

    @Override
    public Reservation reserve(CallFacts facts, Operation operation) {
        return take(limit, facts, operation);
    }

    @Override
    public Reservation rehearse(CallFacts facts, Operation operation) {
        return take(limit.onTrial(), facts, operation);
    }

    private Reservation take(LimitId from, CallFacts facts, Operation operation) {
        return EachCounted.reserve(counting.of(facts, operation), counted -> take(from, counted));
    }

    private Reservation take(LimitId from, Counted counted) {
        Slots.Key key = new Slots.Key(from, counted);
        return slots.take(key, atOnce)
                ? new Reservation.Granted(_ -> slots.giveBack(key))
                : new Reservation.Refused("at most " + atOnce + " at once for " + counted.told()
                        + ". Retry in 1 s, or when one of them is done.");
    }
}
