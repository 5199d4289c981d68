package dev.gatehouse.policy.limit;

import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.ChargingStage;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.policy.count.Counted;
import dev.gatehouse.policy.count.Counting;
import dev.gatehouse.policy.count.EachCounted;
import dev.gatehouse.policy.count.Refusals;
import dev.gatehouse.policy.count.Refusals.Measure;

/**
 * Refuses while too many calls are under way. A slot is taken for a round and given back however it ends, so a call that
 * waits for its client has none, and needs one again when the answer comes: one that finds none then is over.
 */
record SlotLimit(StageId id, LimitId limit, int atOnce, Counting counting, Slots slots, Refusals refusals)
        implements ChargingStage {

    @Override
    public Reservation reserve(CallFacts facts, Operation operation) {
        Reservation reservation = take(limit, facts, operation);
        if (reservation instanceof Reservation.Refused) {
            refusals.refused(limit.bundle(), Measure.SLOTS);
        }
        return reservation;
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
