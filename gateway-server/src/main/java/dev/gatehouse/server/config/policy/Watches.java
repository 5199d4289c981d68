package dev.gatehouse.server.config.policy;

import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.policy.detect.ArgumentWatch;
import dev.gatehouse.policy.detect.CpuLane;
import dev.gatehouse.policy.detect.DefinitionWatch;
import dev.gatehouse.policy.detect.ResultWatch;
import dev.gatehouse.policy.detect.Watch;
import dev.gatehouse.policy.detect.scan.Side;
import java.util.List;

/** Makes the stages of a rule that looks for something: one for each place where it looks. */
final class Watches {
    private static final double CONFIDENCE = 0.8;

    private Watches() {}

    static void place(Assembly.Place place, StageId id, List<String> words, RuleConfig rule, CpuLane lane) {
        int percent = (int) Math.round(rule.confidence().orElse(CONFIDENCE) * 100);
        Watch watch = new Watch(words, percent, rule.action().orElseThrow(), lane);
        for (Side side : sides(rule)) {
            switch (side) {
                case ARGUMENTS -> place.stage(new ArgumentWatch(id, watch));
                case DEFINITIONS -> place.stage(new DefinitionWatch(id, watch));
                case RESULT -> place.result(new ResultWatch(id, watch));
            }
        }
    }

    /** Where the rule looks. */
    static List<Side> sides(RuleConfig rule) {
        return Phase.of(rule).stream()
                .filter(phase -> phase != Phase.LIST)
                .map(Phase::side)
                .toList();
    }
}
