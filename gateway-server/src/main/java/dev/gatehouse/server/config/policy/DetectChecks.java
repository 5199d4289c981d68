package dev.gatehouse.server.config.policy;

import dev.gatehouse.core.identity.Nearest;
import dev.gatehouse.policy.detect.Action;
import dev.gatehouse.policy.detect.Detectors;
import dev.gatehouse.policy.detect.scan.Side;
import dev.gatehouse.server.config.yaml.KeyPath;
import dev.gatehouse.server.config.yaml.Report;
import java.util.List;
import java.util.Set;

/** Checks a rule that looks for something. */
final class DetectChecks {
    private final Report report;
    private final Set<String> words = Detectors.words();

    DetectChecks(Report report) {
        this.report = report;
    }

    void check(KeyPath path, RuleConfig rule) {
        if (rule.detect().isEmpty()) {
            alone(path, "action", rule.action().isPresent());
            alone(path, "confidence", rule.confidence().isPresent());
            return;
        }
        List<String> wanted = rule.detect().get();
        if (wanted.isEmpty()) {
            report.problem(path.key("detect"), "expected at least one word");
        }
        for (int i = 0; i < wanted.size(); i++) {
            word(path.key("detect").index(i), wanted.get(i));
        }
        if (Phase.of(rule).contains(Phase.LIST)) {
            report.problem(path.key("on"), "`list` is for scripts (expected: `definitions`)");
        }
        action(path, rule);
    }

    private void action(KeyPath path, RuleConfig rule) {
        if (rule.action().isEmpty()) {
            report.problem(path, "`detect` needs an `action`");
        } else if (rule.action().get() == Action.REDACT && Watches.sides(rule).contains(Side.DEFINITIONS)) {
            report.problem(path.key("action"), "definitions are not masked (expected: `block`, `flag` or `alert`)");
        }
    }

    private void alone(KeyPath path, String key, boolean isWritten) {
        if (isWritten) {
            report.problem(path.key(key), "means something beside `detect` only");
        }
    }

    private void word(KeyPath path, String word) {
        if (!words.contains(word)) {
            report.problem(path, "nothing is known that is called `" + word + "`" + Nearest.hint(word, words));
        }
    }
}
