package dev.gatehouse.policy.script;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Decision;
import dev.gatehouse.core.policy.Place;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.policy.legible.Legible;
import dev.gatehouse.policy.script.ScriptRunner.Ran;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A rule that a script decides.
 *
 * @param reason told where the script gives none; safe to show to the caller
 * @param timeout from the question to the answer
 */
public record ScriptRule(
        StageId id,
        Script script,
        Duration timeout,
        ScriptSecrets secrets,
        ScriptFetch fetch,
        ScriptRunner runner,
        String reason) {
    private static final Logger LOG = LoggerFactory.getLogger(ScriptRule.class);

    Json placeholders() {
        return secrets.placeholders();
    }

    /** What follows from the script's answer about arguments or a result. */
    Decision decide(Json context) {
        return switch (ask(context, fetch)) {
            case ScriptAnswer.Allow _ -> Decision.ALLOW;
            case ScriptAnswer.Deny deny -> new Decision.Deny(deny.reason().orElse(reason));
            case ScriptAnswer.Flag flag ->
                new Decision.Flag("flag", flag.reason().orElse(reason));
            case ScriptAnswer.Redact redact ->
                new Decision.Redact(
                        redact.paths().stream().map(Place::whole).toList(),
                        redact.reason().orElse(reason));
            case ScriptAnswer.RequireApproval approval ->
                new Decision.RequireApproval(List.of(), approval.reason().orElse(reason));
            case ScriptAnswer.Nonsense nonsense -> new Decision.Deny(failure(nonsense));
        };
    }

    /** Lists wait for nobody else, so a script that looks at one may not fetch. */
    ScriptAnswer askForList(Json context) {
        return ask(context, ScriptFetch.NONE);
    }

    private ScriptAnswer ask(Json context, ScriptFetch fetching) {
        Ran ran = runner.run(script, context, timeout, fetching);
        ScriptAnswer answer = ScriptAnswer.of(ran);
        if (answer instanceof ScriptAnswer.Nonsense nonsense) {
            String detail = ran instanceof Ran.Failed failed ? failed.detail() : "";
            LOG.warn("{}, script {}: {}", failure(nonsense), script, Legible.of(detail));
        }
        return answer;
    }

    private String failure(ScriptAnswer.Nonsense nonsense) {
        return "The script of policy " + id + " " + nonsense.what() + ".";
    }
}
