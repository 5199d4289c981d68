package dev.gatehouse.server.config;

import dev.gatehouse.core.identity.Nearest;
import dev.gatehouse.core.policy.Glob;
import dev.gatehouse.server.config.AlertsConfig.MatchConfig;
import dev.gatehouse.server.config.AlertsConfig.RuleConfig;
import dev.gatehouse.server.config.BuiltInAlert.Setting;
import dev.gatehouse.server.config.bind.KeyKind;
import dev.gatehouse.server.config.policy.HoursCheck;
import dev.gatehouse.server.config.yaml.KeyPath;
import dev.gatehouse.server.config.yaml.Report;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Checks what is watched. */
final class AlertChecks {
    private static final KeyPath ALERTS = KeyPath.of("audit", "alerts");
    private static final int RULES_MAX = 100;

    private final AlertsConfig alerts;
    private final Report report;

    AlertChecks(AlertsConfig alerts, Report report) {
        this.alerts = alerts;
        this.report = report;
    }

    void check() {
        ChannelChecks channels = new ChannelChecks(report);
        alerts.channels()
                .forEach(
                        (name, channel) -> channels.check(ALERTS.key("channels").key(name), channel));
        if (alerts.rules().size() > RULES_MAX) {
            report.problem(ALERTS.key("rules"), "more than " + RULES_MAX + " rules");
        }
        alerts.rules().forEach((name, rule) -> rule(ALERTS.key("rules").key(name), name, rule));
    }

    private void rule(KeyPath path, String name, RuleConfig rule) {
        Optional<BuiltInAlert> builtIn = BuiltInAlert.named(name);
        if (builtIn.isPresent() && rule.match().isPresent()) {
            report.problem(path.key("match"), "`" + name + "` knows what it is about (expected: a name of your own)");
        } else if (builtIn.isEmpty() && rule.match().isEmpty()) {
            report.problem(
                    path,
                    "there is no rule `" + name + "`" + Nearest.hint(name, BuiltInAlert.names())
                            + " (expected: `match` in one of your own)");
            return;
        } else if (builtIn.isEmpty() && !name.matches(KeyKind.NAME.regex())) {
            report.problem(path, "expected " + KeyKind.NAME.expected());
        }
        given(rule).forEach((setting, key) -> {
            boolean belongs = builtIn.map(known -> known.takes(setting))
                    .orElse(setting == Setting.AT_LEAST || setting == Setting.WITHIN);
            if (!belongs) {
                report.problem(path.key(key), "does not belong to `" + name + "`");
            }
        });
        for (int i = 0; i < rule.channels().size(); i++) {
            String channel = rule.channels().get(i);
            if (!alerts.channels().containsKey(channel)) {
                report.problem(
                        path.key("channels").index(i),
                        "`" + channel + "` is not in `audit.alerts.channels`"
                                + Nearest.hint(channel, alerts.channels().keySet()));
            }
        }
        globs(path.key("types"), rule.types());
        rule.hours().ifPresent(hours -> HoursCheck.check(report, path.key("hours"), hours));
        rule.match().ifPresent(match -> match(path.key("match"), match));
    }

    private static Map<Setting, String> given(RuleConfig rule) {
        Map<Setting, String> given = new EnumMap<>(Setting.class);
        rule.atLeast().ifPresent(_ -> given.put(Setting.AT_LEAST, "atLeast"));
        rule.within().ifPresent(_ -> given.put(Setting.WITHIN, "within"));
        rule.share().ifPresent(_ -> given.put(Setting.SHARE, "share"));
        rule.times().ifPresent(_ -> given.put(Setting.TIMES, "times"));
        rule.longer().ifPresent(_ -> given.put(Setting.LONGER, "longer"));
        rule.hours().ifPresent(_ -> given.put(Setting.HOURS, "hours"));
        if (!rule.types().isEmpty()) {
            given.put(Setting.TYPES, "types");
        }
        return given;
    }

    private void match(KeyPath path, MatchConfig match) {
        Map<String, List<String>> patterns = Map.of(
                "agents", match.agents(),
                "principals", match.principals(),
                "bundles", match.bundles(),
                "servers", match.servers(),
                "upstreams", match.upstreams(),
                "tools", match.tools(),
                "decisions", match.decisions(),
                "actions", match.actions(),
                "peers", match.peers(),
                "detected", match.detected());
        patterns.forEach((key, written) -> globs(path.key(key), written));
        if (match.types().isEmpty() && patterns.values().stream().allMatch(List::isEmpty)) {
            report.problem(path, "says nothing, so every event would match (expected: such as `types` or `tools`)");
        }
        for (int i = 0; i < match.actions().size(); i++) {
            if (match.actions().get(i).toLowerCase(Locale.ROOT).startsWith("alert.")) {
                report.problem(path.key("actions").index(i), "no rule sees what is recorded of alerts");
            }
        }
    }

    private void globs(KeyPath path, List<String> patterns) {
        for (int i = 0; i < patterns.size(); i++) {
            int length = patterns.get(i).length();
            if (length == 0 || length > Glob.PATTERN_CHARS_MAX) {
                report.problem(path.index(i), "expected 1-" + Glob.PATTERN_CHARS_MAX + " characters");
            }
        }
    }
}
