package dev.gatehouse.server.config.policy;

import dev.gatehouse.policy.detect.Action;
import dev.gatehouse.policy.detect.Detectors;
import dev.gatehouse.policy.detect.scan.Side;
import dev.gatehouse.server.config.bind.Nearest;
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
        List<String> wanted = rule.detect().orElseThrow();
        if (wanted.isEmpty()) {
            report.problem(path.key("detect"), "expected at least one word");
        }
        for (int i = 0; i < wanted.size(); i++) {
            word(path.key("detect").index(i), wanted.get(i));
        }
        if (rule.on().filter(List::isEmpty).isPresent()) {
            report.problem(path.key("on"), "expected at least one word");
        }
        if (rule.action().isEmpty()) {
            report.problem(path, "`detect` needs an `action`");
        }
        boolean isOnDefinitions = rule.on().orElse(List.of()).contains(Side.DEFINITIONS);
        if (isOnDefinitions && rule.action().filter(Action.REDACT::equals).isPresent()) {
            report.problem(path.key("action"), "definitions are not masked: expected `block`, `flag` or `alert`");
        }
    }

    private void word(KeyPath path, String word) {
        if (!words.contains(word)) {
            report.problem(path, "nothing is known that is called `" + word + "`" + Nearest.hint(word, words));
        }
    }
}
