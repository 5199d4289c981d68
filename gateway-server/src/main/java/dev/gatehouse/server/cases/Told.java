package dev.gatehouse.server.cases;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonPointer;
import dev.gatehouse.policy.script.ScriptAnswer;
import dev.gatehouse.policy.script.ScriptRunner.Ran;
import java.util.List;
import java.util.Optional;

/**
 * An answer, in the words of tables.
 *
 * @param reason of an error, what is told of it
 * @param paths empty but for {@code redact}
 */
record Told(String action, Optional<String> reason, List<String> paths) {
    static final String REDACT = "redact";
    static final String ERROR = "error";
    static final List<String> ACTIONS = List.of("allow", "deny", "flag", REDACT, "requireApproval", ERROR);

    static Told of(Ran ran) {
        return switch (ScriptAnswer.of(ran)) {
            case ScriptAnswer.Allow _ -> new Told("allow", Optional.empty(), List.of());
            case ScriptAnswer.Deny deny -> new Told("deny", deny.reason(), List.of());
            case ScriptAnswer.Flag flag -> new Told("flag", flag.reason(), List.of());
            case ScriptAnswer.RequireApproval approval -> new Told("requireApproval", approval.reason(), List.of());
            case ScriptAnswer.Redact redact ->
                new Told(
                        REDACT,
                        redact.reason(),
                        redact.paths().stream().map(JsonPointer::toString).toList());
            case ScriptAnswer.Nonsense nonsense -> error("the script " + nonsense.what(), ran);
        };
    }

    private static Told error(String what, Ran ran) {
        String detail = ran instanceof Ran.Failed failed && !failed.detail().isEmpty() ? ": " + failed.detail() : "";
        return new Told(ERROR, Optional.of(what + detail), List.of());
    }

    static Told of(Case.Expected expected) {
        return new Told(expected.action(), expected.reason(), expected.paths().orElse(List.of()));
    }

    boolean fits(Case.Expected expected) {
        return action.equals(expected.action())
                && expected.reason().map(this::hasReason).orElse(true)
                && expected.paths().map(paths::equals).orElse(true);
    }

    private boolean hasReason(String expected) {
        return action.equals(ERROR)
                ? reason.orElse("").contains(expected)
                : reason.orElse("").equals(expected);
    }

    Json json() {
        return Json.object()
                .put("action", action)
                .putIf("reason", reason)
                .putJsonIf("paths", paths.isEmpty() ? Optional.empty() : Optional.of(Json.ofStrings(paths)))
                .build();
    }

    @Override
    public String toString() {
        return action
                + (paths.isEmpty() ? "" : " " + String.join(" ", paths))
                + reason.map(why -> " \"" + why + "\"").orElse("");
    }
}
