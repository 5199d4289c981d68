package dev.gatehouse.core.pin;

import java.util.Locale;

/** What becomes of a definition that is new, or another than before. */
public enum UpdatePolicy {
    /** Taken, and recorded. */
    AUTO,
    /** Hidden until a person approves it. */
    APPROVE,
    /** Hidden, and nobody can approve it as long as this holds. */
    FREEZE;

    /** As in the file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
