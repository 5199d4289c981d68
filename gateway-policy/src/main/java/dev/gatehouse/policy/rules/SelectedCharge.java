package dev.gatehouse.policy.rules;

import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.ChargingStage;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.policy.condition.Circumstances;
import dev.gatehouse.policy.condition.Condition.Moment;
import dev.gatehouse.policy.condition.Truth;
import java.util.function.BiFunction;

/** A charge that is asked only about what its rule selects; where that cannot be told, it refuses. */
public record SelectedCharge(ChargingStage effect, Selection selection) implements ChargingStage {
    public SelectedCharge {
        if (selection.moment() == Moment.RESULT) {
            throw new IllegalArgumentException(effect.id() + " is asked before there is a result");
        }
    }

    @Override
    public StageId id() {
        return effect.id();
    }

    @Override
    public Reservation reserve(CallFacts facts, Operation operation) {
        return where(facts, operation, effect::reserve);
    }

    @Override
    public Reservation rehearse(CallFacts facts, Operation operation) {
        return where(facts, operation, effect::rehearse);
    }

    private Reservation where(
            CallFacts facts, Operation operation, BiFunction<CallFacts, Operation, Reservation> asked) {
        if (!selection.names(operation.target())) {
            return Reservation.NOTHING;
        }
        return switch (selection.holds(Circumstances.of(facts, operation))) {
            case Truth.Holds _ -> asked.apply(facts, operation);
            case Truth.HoldsNot _ -> Reservation.NOTHING;
            case Truth.Undecidable undecidable -> new Reservation.Refused(undecidable.reason());
        };
    }
}
