package dev.gatehouse.server.config.policy;

import dev.gatehouse.core.policy.Glob;
import dev.gatehouse.server.config.yaml.KeyPath;
import dev.gatehouse.server.config.yaml.Report;
import java.util.List;
import java.util.Optional;

/** Checks that each rule says one thing, and something. */
public final class PolicyChecks {
    private static final int REASON_CHARS_MAX = 500;

    private final Report report;

    public PolicyChecks(Report report) {
        this.report = report;
    }

    public void check(String name, List<RuleConfig> rules) {
        for (int i = 0; i < rules.size(); i++) {
            KeyPath path = KeyPath.of("policies", name).index(i);
            if (report.isClean(path)) {
                rule(path, rules.get(i));
            }
        }
    }

    private void rule(KeyPath path, RuleConfig rule) {
        if (rule.detect().isPresent()) {
            new DetectChecks(report).check(path, rule);
            return;
        }
        if (rule.tools().isPresent() == rule.only().isPresent()) {
            report.problem(path, "expected `tools` with `deny`, or `only`");
        } else if (rule.tools().isPresent() && rule.deny().isEmpty()) {
            report.problem(path, "`tools` needs `deny` with the reason");
        }
        notEmpty(path.key("tools"), rule.tools());
        notEmpty(path.key("only"), rule.only());
        rule.deny().ifPresent(reason -> reason(path.key("deny"), reason));
    }

    private void notEmpty(KeyPath path, Optional<List<Glob>> globs) {
        if (globs.filter(List::isEmpty).isPresent()) {
            report.problem(path, "expected at least one name");
        }
    }

    private void reason(KeyPath path, String reason) {
        if (reason.isBlank() || reason.length() > REASON_CHARS_MAX) {
            report.problem(path, "expected a reason of 1 to " + REASON_CHARS_MAX + " characters");
        }
    }
}
