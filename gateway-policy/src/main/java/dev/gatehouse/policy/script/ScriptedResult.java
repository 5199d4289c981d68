package dev.gatehouse.policy.script;

import dev.gatehouse.core.policy.Decision;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.core.upstream.Outbound;
import dev.gatehouse.policy.screen.ResultStage;

/** Asks a script about what came back. */
public record ScriptedResult(ScriptRule rule) implements ResultStage {
    @Override
    public StageId id() {
        return rule.id();
    }

    @Override
    public Decision evaluate(Permit permit, Outbound outbound) {
        return rule.decide(ScriptContext.ofResult(permit, outbound, rule.placeholders()));
    }
}
