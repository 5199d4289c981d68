package dev.gatehouse.core.policy;

import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.core.policy.ChargingStage.Hold;
import java.util.List;
import java.util.Optional;

/**
 * Whether people said yes to a call. Asked last, after everything else allowed and was charged: an approval is used up by
 * being used.
 */
@FunctionalInterface
public interface Approvals {
    /** Throwing means deny, and nothing may have been used up. */
    Answer ask(CallFacts facts, Operation operation, List<Demand> demands);

    /** What came of this very call when the gateway made it itself; asked before anything is charged. Throwing means deny. */
    default Optional<Kept> kept(CallFacts facts, Operation operation, List<Demand> demands) {
        return Optional.empty();
    }

    /** Whether this call is made only because it was approved: then {@link #ask} is asked even if no rule wants it any more. */
    default boolean isApproved(CallId call) {
        return false;
    }

    /** An answer that waits for whoever asked for the call. */
    record Kept(Reply reply, Finding finding) {}

    /** What one rule wants before it allows. */
    record Demand(StageId rule, Decision.RequireApproval approval) {}

    sealed interface Answer {
        /** @param hold gives the approval back when nothing was sent */
        record Approved(Hold hold, Finding finding) implements Answer {}

        /** Nobody decided yet. */
        record Pending(PendingApproval request) implements Answer {}

        /** @param reason safe to show to the caller */
        record Refused(String reason) implements Answer {}
    }

    /** Where nobody can be asked. */
    Approvals NONE = (_, _, _) -> new Answer.Refused("Nobody can be asked here.");
}
