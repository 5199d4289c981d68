package dev.gatehouse.policy.schema;

import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.Decision;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.PolicyStage;
import dev.gatehouse.core.policy.StageId;
import java.util.Optional;

/**
 * Denies arguments that do not fit. Only an operation that carries arguments of the caller's is asked: what is done with
 * a task that began as a call was judged then.
 *
 * @param reason safe to show; the place and the keyword are added
 */
public record ArgumentRule(StageId id, ArgumentSchema schema, String reason) implements PolicyStage {
    @Override
    public Decision evaluate(CallFacts facts, Operation operation) {
        if (operation.verb().isOnTask()) {
            return Decision.ALLOW;
        }
        Optional<String> refused = schema.refuses(operation.arguments());
        return refused.isEmpty() ? Decision.ALLOW : new Decision.Deny(reason + " (" + refused.get() + ")");
    }
}
