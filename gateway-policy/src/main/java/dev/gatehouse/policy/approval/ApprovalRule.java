package dev.gatehouse.policy.approval;

import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.Decision;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.PolicyStage;
import dev.gatehouse.core.policy.StageId;

/** Wants somebody to say yes before anything is done or read. What a call became after that, a task, is no other call. */
public record ApprovalRule(StageId id, Decision.RequireApproval demand) implements PolicyStage {

    @Override
    public Decision evaluate(CallFacts facts, Operation operation) {
        return switch (operation.verb()) {
            case CALL, GET, READ -> demand;
            case COMPLETE, SUBSCRIBE, GET_TASK, UPDATE_TASK, CANCEL_TASK, WATCH_TASK -> Decision.ALLOW;
        };
    }
}
