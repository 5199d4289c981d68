package dev.gatehouse.server.config.policy;

import dev.gatehouse.policy.condition.Condition;
import dev.gatehouse.policy.condition.Conditions;
import dev.gatehouse.policy.condition.Conditions.Compiled;
import dev.gatehouse.policy.rules.Selection;
import java.util.HashMap;
import java.util.Map;

/** What rules are about. A condition is compiled once, however many rules and bundles use it. */
final class Selections {
    private final Map<String, Condition> conditions = new HashMap<>();

    /** @throws IllegalArgumentException when its condition does not compile: {@link PolicyChecks} saw to that */
    Selection of(RuleConfig rule) {
        Selection named = Selection.named(rule.tools(), rule.prompts(), rule.resources());
        return rule.when().map(text -> named.when(condition(text))).orElse(named);
    }

    private Condition condition(String text) {
        return conditions.computeIfAbsent(text, unknown -> switch (Conditions.compile(unknown)) {
            case Compiled.Usable usable -> usable.condition();
            case Compiled.Wrong wrong -> throw new IllegalArgumentException(wrong.message());
        });
    }
}
