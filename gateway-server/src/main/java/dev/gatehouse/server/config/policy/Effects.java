package dev.gatehouse.server.config.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which of the things that a rule can do are written in one. {@code deny} alone is one too; beside another it says why. */
final class Effects {
    private Effects() {}

    /** The keys written, without {@code deny}. */
    static List<String> of(RuleConfig rule) {
        List<String> written = new ArrayList<>();
        add(written, "only", rule.only());
        add(written, "requireScope", rule.requireScope());
        add(written, "arguments", rule.arguments());
        add(written, "hours", rule.hours());
        add(written, "ask", rule.ask());
        add(written, "approve", rule.approve());
        add(written, "detect", rule.detect());
        add(written, "script", rule.script());
        add(written, "limit", rule.limit());
        add(written, "budget", rule.budget());
        return written;
    }

    /** Whether the rule is about something less than everything. */
    static boolean isSelective(RuleConfig rule) {
        return isNamed(rule) || rule.when().isPresent();
    }

    /** Whether all that the rule does is done to results: they are there when its condition is asked. */
    static boolean isAboutResults(RuleConfig rule) {
        List<String> effects = of(rule);
        boolean looks = rule.detect().isPresent() || rule.script().isPresent();
        boolean looksAtResults = looks && Phase.of(rule).equals(List.of(Phase.RESULT));
        return effects.isEmpty() || looksAtResults;
    }

    static boolean isNamed(RuleConfig rule) {
        return rule.tools().isPresent()
                || rule.prompts().isPresent()
                || rule.resources().isPresent();
    }

    private static void add(List<String> written, String key, Optional<?> value) {
        if (value.isPresent()) {
            written.add(key);
        }
    }
}
