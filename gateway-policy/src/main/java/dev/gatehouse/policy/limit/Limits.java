package dev.gatehouse.policy.limit;

import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.policy.ChargingStage;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.policy.count.Counting;
import dev.gatehouse.policy.count.Refusals;
import dev.gatehouse.policy.count.Refusals.Measure;
import dev.gatehouse.policy.count.ToldRefusals;

/**
 * What every limit of this process has counted. Limits of any revision draw on it, so a reload neither resets a count nor
 * begins a second one; a restart does. Each gateway counts for itself.
 */
public final class Limits {
    private final Buckets buckets;
    private final Slots slots = new Slots();
    private final Refusals refusals;

    public Limits(Clocks clocks, Refusals refusals) {
        this.buckets = new Buckets(clocks.nanos());
        this.refusals = refusals;
    }

    /** So many calls, or requests, in a time. */
    public ChargingStage rate(StageId stage, LimitId id, Rate rate, Counting counting) {
        return told(new RateLimit(stage, id, rate, counting, buckets), id, Measure.RATE);
    }

    /** @param atOnce calls under way at one time; one that waits for its client is not under way */
    public ChargingStage concurrency(StageId stage, LimitId id, int atOnce, Counting counting) {
        return told(new SlotLimit(stage, id, atOnce, counting, slots), id, Measure.SLOTS);
    }

    private ChargingStage told(ChargingStage charge, LimitId id, Measure measure) {
        return new ToldRefusals(charge, id.bundle(), measure, refusals);
    }
}
