package dev.gatehouse.policy.count;

import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.ChargingStage;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.StageId;

/** A charge whose refusals are told; on trial it refuses nobody, and nothing is told. */
public record ToldRefusals(ChargingStage charge, BundleName bundle, Refusals.Measure measure, Refusals refusals)
        implements ChargingStage {

    @Override
    public StageId id() {
        return charge.id();
    }

    @Override
    public Reservation reserve(CallFacts facts, Operation operation) {
        Reservation reservation = charge.reserve(facts, operation);
        if (reservation instanceof Reservation.Refused) {
            refusals.refused(bundle, measure);
        }
        return reservation;
    }

    @Override
    public Reservation rehearse(CallFacts facts, Operation operation) {
        return charge.rehearse(facts, operation);
    }
}
