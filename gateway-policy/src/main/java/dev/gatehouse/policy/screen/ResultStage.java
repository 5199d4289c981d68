package dev.gatehouse.policy.screen;

import dev.gatehouse.core.policy.Decision;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.core.upstream.Outbound;

/** One compiled check of what comes back. Pure, like a {@link dev.gatehouse.core.policy.PolicyStage}. Throwing withholds. */
public interface ResultStage {
    StageId id();

    /** Deny withholds; what can only be asked before a call, a scope or an approval, withholds too. */
    Decision evaluate(Permit permit, Outbound outbound);
}
