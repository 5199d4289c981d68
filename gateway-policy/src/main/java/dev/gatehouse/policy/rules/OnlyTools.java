package dev.gatehouse.policy.rules;

import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.Decision;
import dev.gatehouse.core.policy.Glob;
import dev.gatehouse.core.policy.ListFacts;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.PolicyStage;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.core.policy.Target;
import dev.gatehouse.core.policy.Visibility;
import java.util.List;

/**
 * Denies, and hides, every tool whose public name matches none of the globs; no globs at all mean no tools at all. A tool
 * it admits may still be denied by another rule. Prompts and resources are not tools.
 *
 * @param reason safe to show to the caller
 */
public record OnlyTools(StageId id, List<Glob> admitted, String reason) implements PolicyStage {
    public OnlyTools {
        admitted = List.copyOf(admitted);
    }

    @Override
    public Decision evaluate(CallFacts facts, Operation operation) {
        return denies(operation.target()) ? new Decision.Deny(reason) : Decision.ALLOW;
    }

    @Override
    public Visibility visible(ListFacts facts, Target target, Definition definition) {
        return denies(target) ? Visibility.HIDE : Visibility.UNDECIDED;
    }

    private boolean denies(Target target) {
        return target.kind() == Primitive.TOOL && !Names.match(admitted, target.publicName());
    }
}
