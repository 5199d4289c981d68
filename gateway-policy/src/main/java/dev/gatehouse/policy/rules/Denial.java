package dev.gatehouse.policy.rules;

import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.Decision;
import dev.gatehouse.core.policy.ListFacts;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.policy.PolicyStage;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.core.policy.Target;
import dev.gatehouse.core.policy.Visibility;
import dev.gatehouse.core.upstream.Outbound;
import dev.gatehouse.policy.screen.ResultStage;

/**
 * Denies whatever it is asked about; which that is, its selection says. What is denied for good is not listed either: a
 * list shows what may be called.
 *
 * @param reason safe to show to the caller
 */
public record Denial(StageId id, String reason) implements PolicyStage, ResultStage {
    @Override
    public Decision evaluate(CallFacts facts, Operation operation) {
        return new Decision.Deny(reason);
    }

    @Override
    public Visibility visible(ListFacts facts, Target target, Definition definition) {
        return Visibility.HIDE;
    }

    @Override
    public Decision evaluate(Permit permit, Outbound outbound) {
        return new Decision.Deny(reason);
    }
}
