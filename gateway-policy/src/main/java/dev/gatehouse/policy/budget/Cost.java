package dev.gatehouse.policy.budget;

import java.util.Locale;

/**
 * What calls came to that budgets counted.
 *
 * @param of the bundle, the tool, … that it is the sum for
 */
public record Cost(String of, long calls, Usd usd) {

    /** What costs are summed up for. */
    public enum By {
        BUNDLE,
        SERVER,
        UPSTREAM,
        TOOL,
        CALLER,
        AGENT;

        String column() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
