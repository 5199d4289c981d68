package dev.gatehouse.server.config.policy;

import dev.gatehouse.core.policy.PolicyStage;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.policy.detect.ArgumentWatch;
import dev.gatehouse.policy.detect.CpuLane;
import dev.gatehouse.policy.detect.DefinitionWatch;
import dev.gatehouse.policy.detect.ResultWatch;
import dev.gatehouse.policy.detect.Watch;
import dev.gatehouse.policy.detect.scan.Side;
import dev.gatehouse.policy.screen.ResultStage;
import java.util.List;

/** Makes the stages of a rule that looks for something: one for each place where it looks. */
final class Watches {
    private static final List<Side> SIDES = List.of(Side.ARGUMENTS, Side.RESULT);
    private static final double CONFIDENCE = 0.8;

    private Watches() {}

    static void add(
            StageId id, RuleConfig rule, CpuLane lane, List<PolicyStage> stages, List<ResultStage> results) {
        int percent = (int) Math.round(rule.confidence().orElse(CONFIDENCE) * 100);
        Watch watch = new Watch(
                rule.detect().orElseThrow(), percent, rule.action().orElseThrow(), lane);
        for (Side side : rule.on().orElse(SIDES).stream().distinct().toList()) {
            switch (side) {
                case ARGUMENTS -> stages.add(new ArgumentWatch(id, watch));
                case DEFINITIONS -> stages.add(new DefinitionWatch(id, watch));
                case RESULT -> results.add(new ResultWatch(id, watch));
            }
        }
    }
}
