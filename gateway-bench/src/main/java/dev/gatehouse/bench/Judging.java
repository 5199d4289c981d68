package dev.gatehouse.bench;

import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.ChargingStage.Settlement;
import dev.gatehouse.core.policy.KillSwitches;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.policy.PolicyPipeline;
import java.util.Arrays;
import java.util.Locale;

/**
 * The same call judged and settled over and over by one pipeline.
 *
 * @param rounds the first third warms up and is not counted
 * @param calls of a round
 */
record Judging(int rounds, int calls) {

    /** Prints what one call costs, by rounds. */
    void tell(String what, PolicyPipeline pipeline, CallFacts facts, Operation operation) {
        double[] nanos = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            long begin = System.nanoTime();
            for (int i = 0; i < calls; i++) {
                once(pipeline, facts, operation);
            }
            nanos[round] = (double) (System.nanoTime() - begin) / calls;
        }
        double[] warm = Arrays.copyOfRange(nanos, rounds / 3, rounds);
        Arrays.sort(warm);
        System.out.printf(
                Locale.ROOT,
                "%s: median %.0f ns, slowest %.0f ns%n",
                what,
                warm[warm.length / 2],
                warm[warm.length - 1]);
    }

    static void once(PolicyPipeline pipeline, CallFacts facts, Operation operation) {
        if (!(pipeline.judge(facts, operation, KillSwitches.NONE) instanceof Permit permit)) {
            throw new IllegalStateException("a call was refused");
        }
        permit.settle(Settlement.DONE);
    }
}
