package dev.gatehouse.audit.alert;

import java.util.Locale;

/** How bad it is; the worst is told first. */
public enum Severity {
    CRITICAL,
    WARNING,
    INFO;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
