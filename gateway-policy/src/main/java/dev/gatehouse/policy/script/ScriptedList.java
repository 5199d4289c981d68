package dev.gatehouse.policy.script;

import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.Decision;
import dev.gatehouse.core.policy.ListFacts;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.PolicyStage;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.core.policy.Target;
import dev.gatehouse.core.policy.Visibility;

/** Asks a script of each entry of a list. What it hides is not there for whoever calls it either. */
public record ScriptedList(ScriptRule rule) implements PolicyStage {
    @Override
    public StageId id() {
        return rule.id();
    }

    @Override
    public Decision evaluate(CallFacts facts, Operation operation) {
        return Decision.ALLOW;
    }

    @Override
    public Visibility visible(ListFacts facts, Target target, Definition definition) {
        return switch (rule.askForList(ScriptContext.ofList(facts, target, definition, rule.placeholders()))) {
            case ScriptAnswer.Allow _, ScriptAnswer.Flag _, ScriptAnswer.RequireApproval _ -> Visibility.UNDECIDED;
            case ScriptAnswer.Deny _, ScriptAnswer.Redact _, ScriptAnswer.Nonsense _ -> Visibility.HIDE;
        };
    }
}
