package dev.gatehouse.core.policy;

import java.util.List;

/**
 * One stage's answer as the audit trail keeps it.
 *
 * @param detections what was seen where, never what it was
 */
public record Finding(StageId stage, String decision, String reason, List<Detection> detections) {
    public Finding {
        detections = List.copyOf(detections);
    }

    public Finding(StageId stage, String decision, String reason) {
        this(stage, decision, reason, List.of());
    }

    /** What is recorded of a decision of this stage. */
    public static Finding of(StageId stage, Decision decision) {
        List<Detection> detections = switch (decision) {
            case Decision.Flag flag -> flag.detections();
            case Decision.Redact redact -> redact.detections();
            case Decision.Deny deny -> deny.detections();
            case Decision.Allow _, Decision.RequireApproval _, Decision.RequireScope _ -> List.of();
        };
        return new Finding(stage, decision.word(), decision.reason(), detections);
    }
}
