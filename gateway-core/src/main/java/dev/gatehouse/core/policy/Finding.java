package dev.gatehouse.core.policy;

/** One stage's answer as the audit trail keeps it. */
public record Finding(StageId stage, String decision, String reason) {}
