package dev.gatehouse.policy.limit;

import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.ChargingStage;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.policy.count.Counted;
import dev.gatehouse.policy.count.Counting;
import dev.gatehouse.policy.count.EachCounted;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Refuses what comes more often than allowed, and says when to come back. */
record RateLimit(StageId id, LimitId limit, Rate rate, Counting counting, Buckets buckets) implements ChargingStage {
    private static final String TOO_MANY_COUNTED = "too many are counted at once to count another. Retry in a minute.";

    @Override
    public Reservation reserve(CallFacts facts, Operation operation) {
        return take(limit, facts, operation);
    }

    @Override
    public Reservation rehearse(CallFacts facts, Operation operation) {
        return take(limit.onTrial(), facts, operation);
    }

    private Reservation take(LimitId from, CallFacts facts, Operation operation) {
        if (rate.of() == Rate.Of.CALLS && !ChargingStage.begins(facts, operation)) {
            return Reservation.NOTHING;
        }
        return EachCounted.reserve(counting.of(facts, operation), counted -> take(from, counted));
    }

    private Reservation take(LimitId from, Counted counted) {
        Optional<Bucket> found = buckets.find(from, rate, counted);
        if (found.isEmpty()) {
            return new Reservation.Refused(TOO_MANY_COUNTED);
        }
        Bucket bucket = found.get();
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        return probe.isConsumed()
                ? new Reservation.Granted(settlement -> giveBack(bucket, settlement))
                : new Reservation.Refused(told(counted, Duration.ofNanos(probe.getNanosToWaitForRefill())));
    }

    private static void giveBack(Bucket bucket, Settlement settlement) {
        if (settlement == Settlement.NOT_SENT) {
            bucket.addTokens(1);
        }
    }

    private String told(Counted counted, Duration wait) {
        return "at most " + rate.times() + " " + rate.of().name().toLowerCase(Locale.ROOT) + " in "
                + Times.told(rate.window()) + " for " + counted.told() + ". Retry in " + Times.told(wait) + ".";
    }
}
