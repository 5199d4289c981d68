package dev.gatehouse.server.config.policy;

import dev.gatehouse.policy.script.FetchOrigin;
import dev.gatehouse.policy.script.ScriptRunner;
import dev.gatehouse.server.config.yaml.KeyPath;
import dev.gatehouse.server.config.yaml.Report;
import java.util.List;

/** Checks a rule that a script decides. Whether the script itself can be read, a worker says later. */
final class ScriptChecks {
    private final Report report;

    ScriptChecks(Report report) {
        this.report = report;
    }

    void check(KeyPath path, RuleConfig rule) {
        if (rule.script().isEmpty()) {
            alone(path, "timeout", rule.timeout().isPresent());
            alone(path, "fetch", rule.fetch().isPresent());
            alone(path, "secrets", !rule.secrets().isEmpty());
            return;
        }
        List<Phase> phases = Phase.of(rule);
        if (phases.contains(Phase.DEFINITIONS)) {
            report.problem(path.key("on"), "`definitions` is for detections (expected: `list`)");
        }
        if (phases.contains(Phase.LIST) && rule.fetch().isPresent()) {
            report.problem(path.key("on"), "lists wait for nobody: no `list` beside `fetch`");
        }
        if (rule.fetch().isEmpty()) {
            timeout(path.key("timeout"), rule);
            if (!rule.secrets().isEmpty()) {
                report.problem(path.key("secrets"), "secrets go into fetches only, and there is no `fetch`");
            }
        }
        rule.fetch().ifPresent(hosts -> hosts(path.key("fetch"), hosts));
    }

    private void timeout(KeyPath path, RuleConfig rule) {
        if (rule.timeout()
                .filter(time -> time.compareTo(ScriptRunner.TIMEOUT_MAX) > 0)
                .isPresent()) {
            report.problem(path, "expected at most 1s for a script that fetches nothing");
        }
    }

    private void hosts(KeyPath path, List<String> hosts) {
        if (hosts.isEmpty()) {
            report.problem(path, "expected at least one host");
        }
        for (int i = 0; i < hosts.size(); i++) {
            if (FetchOrigin.parse(hosts.get(i)).isEmpty()) {
                report.problem(path.index(i), "expected a host, a host with a port, or http://127.0.0.1 with a port");
            }
        }
    }

    private void alone(KeyPath path, String key, boolean isWritten) {
        if (isWritten) {
            report.problem(path.key(key), "means something beside `script` only");
        }
    }
}
