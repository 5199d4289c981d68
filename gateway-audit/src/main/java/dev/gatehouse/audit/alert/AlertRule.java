package dev.gatehouse.audit.alert;

import java.time.Duration;
import java.util.Set;

/**
 * One rule.
 *
 * @param name unique
 * @param channels by name
 * @param state what it was made of: a rule whose state is equal after a reload goes on where it was
 */
public record AlertRule(String name, Severity severity, Set<String> channels, AlertCheck check, Object state) {
    public AlertRule {
        channels = Set.copyOf(channels);
    }

    Duration holds() {
        return check.holds();
    }
}
