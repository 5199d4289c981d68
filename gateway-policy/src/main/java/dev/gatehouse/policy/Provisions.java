package dev.gatehouse.policy;

import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.pin.Pins;
import dev.gatehouse.core.policy.Approvals;
import dev.gatehouse.policy.budget.Budgets;
import dev.gatehouse.policy.count.Actors;
import dev.gatehouse.policy.count.Refusals;
import dev.gatehouse.policy.decision.Decisions;
import dev.gatehouse.policy.detect.CpuLane;
import dev.gatehouse.policy.limit.Limits;
import dev.gatehouse.policy.script.FetchHttp;
import dev.gatehouse.policy.script.ScriptRunner;
import java.util.function.Supplier;

/**
 * What rules draw on and a revision does not hold, because it must outlive a reload: buckets, the ledger, approvals,
 * workers. One per process, handed to whatever compiles a configuration.
 *
 * @param actors which agent acts for whom
 * @param lane where long work over payloads is done
 * @param pins what was approved of upstreams, as of now
 * @param decisions the way to those who decide elsewhere
 * @param fetching the way to those whom scripts ask
 */
public record Provisions(
        Clocks clocks,
        Actors actors,
        Approvals approvals,
        Limits limits,
        Budgets budgets,
        CpuLane lane,
        Supplier<Pins> pins,
        Decisions decisions,
        ScriptRunner scripts,
        FetchHttp fetching) {

    /** For compiling without serving: rules that would draw on something refuse. */
    public static Provisions none() {
        return new Provisions(
                Clocks.SYSTEM,
                Actors.THEMSELVES,
                Approvals.NONE,
                new Limits(Clocks.SYSTEM, Refusals.UNSEEN),
                Budgets.none(),
                CpuLane.none(),
                () -> Pins.NONE,
                Decisions.none(),
                ScriptRunner.NONE,
                FetchHttp.NONE);
    }
}
