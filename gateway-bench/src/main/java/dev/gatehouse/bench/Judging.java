package dev.gatehouse.bench;

import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.ChargingStage.Settlement;
import dev.gatehouse.core.policy.KillSwitches;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.policy.PolicyPipeline;

/** A call that is judged and settled. */
final class Judging {
    private Judging() {}

    static void once(PolicyPipeline pipeline, CallFacts facts, Operation operation) {
        if (!(pipeline.judge(facts, operation, KillSwitches.NONE) instanceof Permit permit)) {
            throw new IllegalStateException("a call was refused");
        }
        permit.settle(Settlement.DONE);
    }
}
