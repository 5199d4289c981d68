package dev.gatehouse.core.audit;

import java.time.Duration;

/** What a bundle's trail keeps, and for how long. */
public record AuditSettings(PayloadMode payloads, Duration retention) {
    public static final AuditSettings DEFAULT = new AuditSettings(PayloadMode.DIGEST, Duration.ofDays(400));
}
