package dev.gatehouse.policy.script;

import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.Decision;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.PolicyStage;
import dev.gatehouse.core.policy.StageId;

/** Asks a script before a call. */
public record ScriptedArguments(ScriptRule rule) implements PolicyStage {
    @Override
    public StageId id() {
        return rule.id();
    }

    @Override
    public Decision evaluate(CallFacts facts, Operation operation) {
        return rule.decide(ScriptContext.ofCall(facts, operation, rule.placeholders()));
    }
}
