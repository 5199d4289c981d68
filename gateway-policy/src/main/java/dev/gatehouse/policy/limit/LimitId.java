package dev.gatehouse.policy.limit;

import dev.gatehouse.core.identity.BundleName;

/**
 * Which rule a count belongs to, as it stays through a reload: by what the rule says and not where it stands.
 *
 * @param rule the policy's name and what the rule says; the same rule said twice is two rules
 */
public record LimitId(BundleName bundle, String rule) {

    /** Where a rule on trial counts, apart from everything that is enforced. */
    LimitId onTrial() {
        return new LimitId(bundle, rule + " on trial");
    }
}
