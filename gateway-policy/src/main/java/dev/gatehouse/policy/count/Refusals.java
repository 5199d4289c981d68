package dev.gatehouse.policy.count;

import dev.gatehouse.core.identity.BundleName;

/** Told of every call that a limit or a budget refused, for metrics. Must not block. */
@FunctionalInterface
public interface Refusals {
    /** What ran out. */
    enum Measure {
        RATE,
        SLOTS,
        BUDGET
    }

    Refusals UNSEEN = (_, _) -> {};

    void refused(BundleName bundle, Measure measure);
}
