package dev.gatehouse.core.upstream;

import dev.gatehouse.core.policy.Finding;
import dev.gatehouse.core.policy.Permit;
import java.util.List;

/** Policies on what comes back. Throwing means the result is withheld. */
@FunctionalInterface
public interface Screen {
    Screened screen(Permit permit, Outbound outbound);

    sealed interface Screened {
        List<Finding> findings();

        /** @param outbound as it may leave: the same value, or one with parts replaced */
        record Passed(Outbound outbound, List<Finding> findings) implements Screened {}

        /** @param reason safe to show */
        record Withheld(String reason, List<Finding> findings) implements Screened {}
    }

    /** For bundles whose policies say nothing about results. */
    Screen NONE = (_, outbound) -> new Screened.Passed(outbound, List.of());
}
