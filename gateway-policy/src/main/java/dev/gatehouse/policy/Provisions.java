package dev.gatehouse.policy;

import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.policy.Approvals;
import dev.gatehouse.policy.budget.Budgets;
import dev.gatehouse.policy.count.Actors;
import dev.gatehouse.policy.count.Refusals;
import dev.gatehouse.policy.limit.Limits;

/**
 * What rules draw on and a revision does not hold, because it must outlive a reload: buckets, the ledger, approvals,
 * workers. One per process, handed to whatever compiles a configuration.
 *
 * @param actors which agent acts for whom
 */
public record Provisions(Clocks clocks, Approvals approvals, Actors actors, Limits limits, Budgets budgets) {

    /** For compiling without serving: rules that would draw on something refuse. */
    public static Provisions none() {
        return new Provisions(
                Clocks.SYSTEM,
                Approvals.NONE,
                Actors.THEMSELVES,
                new Limits(Clocks.SYSTEM, Refusals.UNSEEN),
                Budgets.none());
    }
}
