package dev.gatehouse.policy;

import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.policy.detect.CpuLane;

/**
 * What rules draw on and a revision does not hold, because it must outlive a reload: buckets, the ledger, approvals,
 * workers. One per process, handed to whatever compiles a configuration.
 *
 * @param lane where long work over payloads is done
 */
public record Provisions(Clocks clocks, CpuLane lane) {

    /** For compiling without serving: rules that would draw on something refuse. */
    public static Provisions none() {
        return new Provisions(Clocks.SYSTEM, CpuLane.none());
    }
}
