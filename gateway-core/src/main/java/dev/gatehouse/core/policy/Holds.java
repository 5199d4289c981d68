package dev.gatehouse.core.policy;

import dev.gatehouse.core.policy.ChargingStage.Hold;
import dev.gatehouse.core.policy.ChargingStage.Settlement;
import java.util.List;

/** Settles in reverse order of taking; one hold that throws does not keep the others. */
final class Holds {
    private Holds() {}

    static void settle(List<Hold> holds, Settlement settlement) {
        RuntimeException first = null;
        for (Hold hold : holds.reversed()) {
            try {
                hold.settle(settlement);
            } catch (RuntimeException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
