package dev.gatehouse.server.config.policy;

import dev.gatehouse.policy.script.Script;
import dev.gatehouse.policy.script.ScriptRunner;
import dev.gatehouse.policy.script.ScriptRunner.Loaded;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Has the scripts of a configuration read before any rule needs them. */
public final class ScriptLoading {
    private ScriptLoading() {}

    /** @return {@code policies/mask.js:3:14: …}, one per script that cannot be used; empty when all can */
    public static List<String> problems(Map<String, PolicyConfig> policies, ScriptRunner runner) {
        List<String> problems = new ArrayList<>();
        for (Script script : scripts(policies)) {
            problem(script, runner.load(script)).ifPresent(problems::add);
        }
        return problems;
    }

    private static Set<Script> scripts(Map<String, PolicyConfig> policies) {
        Set<Script> scripts = new LinkedHashSet<>();
        for (PolicyConfig policy : policies.values()) {
            for (RuleConfig rule : policy.rules()) {
                rule.script().map(file -> ScriptRules.script(file, rule)).ifPresent(scripts::add);
            }
        }
        return scripts;
    }

    private static Optional<String> problem(Script script, Loaded loaded) {
        return switch (loaded) {
            case Loaded.Ready _ -> Optional.empty();
            case Loaded.Wrong wrong ->
                Optional.of(script + ":" + wrong.line() + ":" + wrong.column() + ": " + wrong.message());
            case Loaded.Unavailable unavailable -> Optional.of(script + ": cannot be loaded: " + unavailable.why());
        };
    }
}
