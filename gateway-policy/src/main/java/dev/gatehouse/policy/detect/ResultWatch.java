package dev.gatehouse.policy.detect;

import dev.gatehouse.core.policy.Decision;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.core.upstream.Outbound;
import dev.gatehouse.policy.detect.scan.Side;
import dev.gatehouse.policy.screen.ResultStage;
import dev.gatehouse.policy.screen.Shape;

/** Looks at what an upstream sends: results, errors, questions and notices. */
public record ResultWatch(StageId id, Watch watch) implements ResultStage {

    @Override
    public Decision evaluate(Permit permit, Outbound outbound) {
        return watch.judge(Shape.of(outbound), Side.RESULT, "the contents", true);
    }
}
