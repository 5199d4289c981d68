package dev.gatehouse.policy.budget;

import dev.gatehouse.core.identity.BundleName;
import java.time.Instant;

/**
 * How a budget stands for one thing that it counts.
 *
 * @param counted in words
 * @param limit as the last call that took from it found it in the configuration
 * @param resets when its period is over
 */
public record Standing(
        String budget,
        BundleName bundle,
        String counted,
        String period,
        Usd used,
        Usd limit,
        boolean hard,
        boolean warned,
        Instant resets) {

    /** The part that is used; over 1 where a soft limit is passed. */
    public double share() {
        return limit.micros() == 0 ? 1 : (double) used.micros() / limit.micros();
    }
}
