package dev.gatehouse.core.audit;

import java.time.Duration;

/** What a bundle's trail keeps, for how long, and in which form. */
public record AuditSettings(PayloadMode payloads, Duration retention, FieldClasses fields) {
    public static final AuditSettings DEFAULT = new AuditSettings(PayloadMode.DIGEST, Duration.ofDays(400));

    /** With everything as it is. */
    public AuditSettings(PayloadMode payloads, Duration retention) {
        this(payloads, retention, FieldClasses.PLAIN);
    }
}
