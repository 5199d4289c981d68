package dev.gatehouse.policy.detect;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.Decision;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.PolicyStage;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.policy.detect.scan.Side;
import java.util.stream.Stream;

/** Looks at what a caller sends: the arguments, and what was answered to an upstream's questions. */
public record ArgumentWatch(StageId id, Watch watch) implements PolicyStage {

    @Override
    public Decision evaluate(CallFacts facts, Operation operation) {
        Json arguments = operation.arguments();
        Decision decision = watch.judge(arguments, Side.ARGUMENTS, "the arguments", true);
        return operation.answers().isEmpty() || decision instanceof Decision.Deny
                ? decision
                : ofAnswers(operation, decision);
    }

    /** Answers are not masked: what would have to be is denied. */
    private Decision ofAnswers(Operation operation, Decision ofArguments) {
        Json answers = Json.of(operation.answers().values());
        Decision decision = watch.judge(answers, Side.ARGUMENTS, "the answers", false);
        if (decision instanceof Decision.Flag ofAnswers && ofArguments instanceof Decision.Flag flag) {
            return new Decision.Flag(
                    flag.word(),
                    flag.reason() + "; " + ofAnswers.reason(),
                    Stream.concat(flag.detections().stream(), ofAnswers.detections().stream())
                            .toList());
        }
        return decision instanceof Decision.Allow ? ofArguments : decision;
    }
}
