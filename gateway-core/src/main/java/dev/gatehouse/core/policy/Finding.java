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
        return new Finding(stage, decision.word(), decision.reason(), decision.detections());
    }
}
