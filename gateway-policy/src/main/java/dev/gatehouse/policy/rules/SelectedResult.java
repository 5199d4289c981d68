package dev.gatehouse.policy.rules;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Decision;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.core.upstream.Outbound;
import dev.gatehouse.policy.condition.Circumstances;
import dev.gatehouse.policy.condition.Condition.Moment;
import dev.gatehouse.policy.condition.Truth;
import dev.gatehouse.policy.screen.ResultStage;

/**
 * A check of what comes back that is asked only about what its rule selects; where that cannot be told, it withholds. A
 * condition that reads the result is asked about results alone: questions, notices and errors have none.
 */
public record SelectedResult(ResultStage effect, Selection selection) implements ResultStage {
    @Override
    public StageId id() {
        return effect.id();
    }

    @Override
    public Decision evaluate(Permit permit, Outbound outbound) {
        boolean hasResult = outbound instanceof Outbound.Result;
        if (selection.moment() == Moment.RESULT && !hasResult) {
            return Decision.ALLOW;
        }
        Json result = outbound instanceof Outbound.Result came ? came.reply().result() : Json.NULL;
        return switch (selection.covers(Circumstances.of(permit.facts(), permit.operation(), result))) {
            case Truth.Holds _ -> effect.evaluate(permit, outbound);
            case Truth.HoldsNot _ -> Decision.ALLOW;
            case Truth.Undecidable undecidable -> new Decision.Deny(undecidable.reason());
        };
    }
}
