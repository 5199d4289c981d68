package dev.gatehouse.policy.rules;

import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.Decision;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.PolicyStage;
import dev.gatehouse.core.policy.StageId;
import java.util.Set;

/**
 * Asks for scopes that the caller's token lacks. It hides nothing: who sees that a tool is there can ask for the scope.
 *
 * @param reason safe to show to the caller
 */
public record ScopeRule(StageId id, Set<String> scopes, String reason) implements PolicyStage {
    public ScopeRule {
        scopes = Set.copyOf(scopes);
    }

    @Override
    public Decision evaluate(CallFacts facts, Operation operation) {
        return facts.principal().scopes().containsAll(scopes)
                ? Decision.ALLOW
                : new Decision.RequireScope(scopes, reason);
    }
}
