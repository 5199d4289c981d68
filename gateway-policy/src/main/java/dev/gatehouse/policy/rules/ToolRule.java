package dev.gatehouse.policy.rules;

import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.Decision;
import dev.gatehouse.core.policy.Glob;
import dev.gatehouse.core.policy.ListFacts;
import dev.gatehouse.core.policy.NameFilter;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.PolicyStage;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.core.policy.Target;
import dev.gatehouse.core.policy.Visibility;
import java.util.List;

/**
 * Denies every tool whose public name the filter does not admit, whoever calls and whatever the arguments are. So such
 * a tool is not listed either: a list shows what may be called. A tool it admits may still be denied by another rule.
 *
 * @param reason safe to show to the caller
 */
public record ToolRule(StageId id, NameFilter admitted, String reason) implements PolicyStage {

    /** Denies the tools that match. */
    public static ToolRule deny(StageId id, List<Glob> tools, String reason) {
        return new ToolRule(id, new NameFilter(NameFilter.ALL.allow(), tools), reason);
    }

    /** Denies the tools that do not match; no globs at all mean no tools at all. */
    public static ToolRule only(StageId id, List<Glob> tools, String reason) {
        return new ToolRule(id, new NameFilter(tools, List.of()), reason);
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
        return target.kind() == Primitive.TOOL && !admitted.admits(target.publicName());
    }
}
