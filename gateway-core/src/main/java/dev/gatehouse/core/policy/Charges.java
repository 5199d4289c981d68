package dev.gatehouse.core.policy;

import dev.gatehouse.core.policy.ChargingStage.Hold;
import dev.gatehouse.core.policy.ChargingStage.Reservation;
import dev.gatehouse.core.policy.ChargingStage.Settlement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The charging stages of one bundle, asked in file order; when one refuses, the earlier ones get back what they gave. */
record Charges(List<ChargingStage> stages) {
    Charges {
        stages = List.copyOf(stages);
    }

    /**
     * Takes what every stage wants.
     *
     * @param findings grows by what is worth recording
     * @return empty when one refused: the last finding says why, and nothing is held
     */
    Optional<List<Hold>> take(CallFacts facts, Operation operation, List<Finding> findings) {
        List<Hold> holds = new ArrayList<>();
        for (ChargingStage stage : stages) {
            switch (reserve(stage, facts, operation)) {
                case Reservation.Granted granted -> holds.add(granted.hold());
                case Reservation.Noted noted -> {
                    holds.add(noted.hold());
                    findings.add(Finding.of(stage.id(), noted.flag()));
                }
                case Reservation.Refused refused -> {
                    Holds.settle(holds, Settlement.NOT_SENT);
                    findings.add(new Finding(stage.id(), "limit", refused.reason()));
                    return Optional.empty();
                }
            }
        }
        return Optional.of(holds);
    }

    private static Reservation reserve(ChargingStage stage, CallFacts facts, Operation operation) {
        try {
            return stage.reserve(facts, operation);
        } catch (RuntimeException | StackOverflowError e) {
            return new Reservation.Refused(stage.id().undecided(e));
        }
    }
}
