package dev.gatehouse.server.config.policy;

import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.policy.script.FetchHttp;
import dev.gatehouse.policy.script.FetchOrigin;
import dev.gatehouse.policy.script.Fetches;
import dev.gatehouse.policy.script.Script;
import dev.gatehouse.policy.script.ScriptFetch;
import dev.gatehouse.policy.script.ScriptRule;
import dev.gatehouse.policy.script.ScriptRunner;
import dev.gatehouse.policy.script.ScriptSecrets;
import dev.gatehouse.policy.script.ScriptedArguments;
import dev.gatehouse.policy.script.ScriptedList;
import dev.gatehouse.policy.script.ScriptedResult;
import dev.gatehouse.server.config.bind.ScriptFile;
import dev.gatehouse.server.config.bind.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes the stages of a rule that a script decides: one for each thing it is asked about. */
final class ScriptRules {
    /** What callers read where a script says no reason of its own. */
    private static final String REASON = "This is not allowed.";

    private ScriptRules() {}

    static void place(
            Assembly.Place place, StageId id, ScriptFile file, RuleConfig rule, ScriptRunner runner, FetchHttp http) {
        ScriptSecrets secrets = secrets(rule.secrets());
        ScriptRule scripted = new ScriptRule(
                id,
                script(file, rule),
                rule.timeout().orElse(ScriptRunner.TIMEOUT_DEFAULT),
                secrets,
                rule.fetch().map(hosts -> fetches(hosts, secrets, http)).orElse(ScriptFetch.NONE),
                runner,
                rule.deny().orElse(REASON));
        for (Phase phase : Phase.of(rule)) {
            switch (phase) {
                case LIST -> place.stage(new ScriptedList(scripted));
                case ARGUMENTS -> place.stage(new ScriptedArguments(scripted));
                case RESULT -> place.result(new ScriptedResult(scripted));
                case DEFINITIONS -> throw new IllegalArgumentException("scripts are not asked about definitions");
            }
        }
    }

    static Script script(ScriptFile file, RuleConfig rule) {
        return Script.of(file.name(), file.text(), rule.fetch().isPresent());
    }

    private static ScriptFetch fetches(List<String> hosts, ScriptSecrets secrets, FetchHttp http) {
        return new Fetches(
                hosts.stream().map(FetchOrigin::parse).flatMap(Optional::stream).collect(Collectors.toSet()),
                secrets,
                http);
    }

    private static ScriptSecrets secrets(Map<String, Secret> secrets) {
        return secrets.isEmpty()
                ? ScriptSecrets.NONE
                : new ScriptSecrets(secrets.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, named -> named.getValue().reveal())));
    }
}
