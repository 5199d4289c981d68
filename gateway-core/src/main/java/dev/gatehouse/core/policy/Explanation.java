package dev.gatehouse.core.policy;

import java.util.List;

/**
 * What a pipeline would say of an operation, stage by stage, and nothing that could be sent with.
 *
 * @param findings one of every stage that was asked, in order, also of those that allow
 * @param outcome {@code allowed}, or the word of a refusal
 * @param reason empty when allowed
 */
public record Explanation(List<Finding> findings, String outcome, String reason) {
    public static final String ALLOWED = "allowed";

    public Explanation {
        findings = List.copyOf(findings);
    }

    /** Nothing was asked: something before the stages decided. */
    public static Explanation of(Finding finding, Refusal.Kind kind) {
        return new Explanation(List.of(finding), kind.word(), finding.reason());
    }
}
