package dev.gatehouse.policy;

import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.policy.Approvals;
import dev.gatehouse.policy.decision.Decisions;

/**
 * What rules draw on and a revision does not hold, because it must outlive a reload: buckets, the ledger, approvals,
 * workers. One per process, handed to whatever compiles a configuration.
 */
public record Provisions(Clocks clocks, Approvals approvals, Decisions decisions) {

    /** For compiling without serving: rules that would draw on something refuse. */
    public static Provisions none() {
        return new Provisions(Clocks.SYSTEM, Approvals.NONE, Decisions.none());
    }
}
