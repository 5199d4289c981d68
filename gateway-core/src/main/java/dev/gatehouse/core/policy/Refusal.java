package dev.gatehouse.core.policy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The operation may not be done, or not yet.
 *
 * @param reason safe to show to the caller
 * @param scopes what a token would need, when {@code kind} is NEEDS_SCOPE
 * @param pending what waits to be decided, when {@code kind} is NEEDS_APPROVAL and somebody was asked
 */
public record Refusal(
        Kind kind, String reason, Set<String> scopes, Optional<PendingApproval> pending, List<Finding> findings)
        implements Ruling {

    public enum Kind {
        DENIED,
        NEEDS_SCOPE,
        NEEDS_APPROVAL,
        LIMITED;

        /** As it is recorded. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The word recorded with the call. */
    public String word() {
        return kind.word();
    }
}
