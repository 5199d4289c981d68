package dev.gatehouse.server.report;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Glob;
import dev.gatehouse.server.config.policy.PolicyConfig;
import dev.gatehouse.server.config.policy.RuleConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A rule in words for whoever reviews access. Holds no secret: of what a script or somebody else is asked, only that it is. */
record RuleText(String policy, int number, PolicyConfig.Mode mode, RuleConfig rule) {
    String id() {
        return policy + "[" + number + "]";
    }

    boolean isOnTrial() {
        return mode == PolicyConfig.Mode.SHADOW;
    }

    Json json() {
        return Json.object()
                .put("id", id())
                .put("policy", policy)
                .put("mode", isOnTrial() ? "on trial" : "in force")
                .put("about", about())
                .putIf("when", rule.when())
                .put("effect", effect())
                .build();
    }

    private String about() {
        List<String> parts = new ArrayList<>();
        rule.tools().ifPresent(globs -> parts.add("tools " + joined(globs)));
        rule.prompts().ifPresent(globs -> parts.add("prompts " + joined(globs)));
        rule.resources().ifPresent(globs -> parts.add("resources " + joined(globs)));
        return parts.isEmpty() ? "everything" : String.join("; ", parts);
    }

    private String effect() {
        List<String> parts = new ArrayList<>();
        rule.only().ifPresent(globs -> parts.add("denies every tool but " + joined(globs)));
        rule.requireScope().ifPresent(scopes -> parts.add("needs scope " + String.join(" ", scopes)));
        rule.arguments().ifPresent(_ -> parts.add("denies other arguments than its schema allows"));
        rule.hours().ifPresent(hours -> parts.add("open " + String.join(", ", hours.open()) + " " + hours.zone()));
        rule.ask().ifPresent(_ -> parts.add("asks somebody else"));
        rule.approve()
                .ifPresent(approve -> parts.add("needs " + approve.people() + " approval(s) by "
                        + (approve.by().isEmpty() ? "approvers of the bundle" : String.join(", ", approve.by()))));
        rule.limit().ifPresent(_ -> parts.add("limits how often"));
        rule.budget().ifPresent(_ -> parts.add("limits what may be spent"));
        rule.detect().ifPresent(types -> parts.add(action() + " " + String.join(", ", types)));
        rule.script().ifPresent(_ -> parts.add("a script decides"));
        Optional<String> reason = rule.deny().map(text -> "(" + text + ")");
        if (parts.isEmpty()) {
            return "denies" + reason.map(text -> " " + text).orElse("");
        }
        return String.join("; ", parts);
    }

    private String action() {
        return rule.action()
                .map(action -> action.name().toLowerCase(Locale.ROOT))
                .orElse("looks for");
    }

    private static String joined(List<Glob> globs) {
        return globs.stream().map(Glob::pattern).collect(Collectors.joining(", "));
    }
}
