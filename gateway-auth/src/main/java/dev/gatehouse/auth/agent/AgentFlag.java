package dev.gatehouse.auth.agent;

import java.util.Locale;

/** What about an agent somebody should look at. */
public enum AgentFlag {
    /** Within {@link AgentReview#WARNED_BEFORE} it will be refused. */
    EXPIRES_SOON,
    /** It is refused, and so are its tokens and keys. */
    EXPIRED,
    /** Its secret has to be rotated, or it will soon be too old to be accepted. */
    ROTATION_DUE,
    /** Its secret is too old to be accepted. */
    ROTATION_OVERDUE,
    /** It goes on working, and nobody active answers for it. */
    OWNER_INACTIVE,
    /** It was made at run time for a bundle that the configuration does not have now, so nothing grants it anything. */
    BUNDLE_MISSING;

    /** As records, metrics and the administration call it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
