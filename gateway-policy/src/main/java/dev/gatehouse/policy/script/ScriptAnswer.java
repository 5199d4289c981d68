package dev.gatehouse.policy.script;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonPointer;
import dev.gatehouse.policy.script.ScriptRunner.Ran;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a script decided. Whatever is not exactly one of these is {@link Nonsense}, and denies. */
public sealed interface ScriptAnswer {
    int REASON_CHARS_MAX = 512;
    int PATHS_MAX = 1000;

    record Allow() implements ScriptAnswer {}

    /** @param reason without control characters, as are those of the others; empty when it gave none */
    record Deny(Optional<String> reason) implements ScriptAnswer {}

    record Flag(Optional<String> reason) implements ScriptAnswer {}

    /** @param paths at least one */
    record Redact(List<JsonPointer> paths, Optional<String> reason) implements ScriptAnswer {
        public Redact {
            paths = List.copyOf(paths);
        }
    }

    record RequireApproval(Optional<String> reason) implements ScriptAnswer {}

    /** @param what continues "the script …"; holds nothing the script said */
    record Nonsense(String what) implements ScriptAnswer {}

    static ScriptAnswer of(Ran ran) {
        return switch (ran) {
            case Ran.Failed failed -> new Nonsense(failed.fault().words());
            case Ran.Answered(Json answer) when answer.isObject() -> read(answer);
            case Ran.Answered _ -> new Nonsense("answered no object");
        };
    }

    private static ScriptAnswer read(Json answer) {
        Map<String, Json> members = answer.members();
        String action = answer.text("action").orElse("");
        Set<String> known = action.equals("redact") ? Set.of("action", "reason", "paths") : Set.of("action", "reason");
        if (!known.containsAll(members.keySet())) {
            return new Nonsense("answered with a member that means nothing there");
        }
        Optional<String> reason = answer.text("reason").map(ScriptAnswer::printable);
        if (members.containsKey("reason") && reason.isEmpty()) {
            return new Nonsense("gave a reason that is no text");
        }
        return switch (action) {
            case "allow" -> new Allow();
            case "deny" -> new Deny(reason);
            case "flag" -> new Flag(reason);
            case "redact" -> redact(answer, reason);
            case "requireApproval" -> new RequireApproval(reason);
            default -> new Nonsense("answered with no action that is known");
        };
    }

    private static ScriptAnswer redact(Json answer, Optional<String> reason) {
        List<Json> written = answer.member("paths").map(Json::elements).orElse(List.of());
        if (written.isEmpty() || written.size() > PATHS_MAX) {
            return new Nonsense("named no paths to redact, or more than " + PATHS_MAX);
        }
        List<JsonPointer> paths = new ArrayList<>();
        for (Json path : written) {
            Optional<JsonPointer> pointer = path.string().flatMap(ScriptAnswer::pointer);
            if (pointer.isEmpty()) {
                return new Nonsense("named a path that is no JSON pointer");
            }
            paths.add(pointer.get());
        }
        return new Redact(paths, reason);
    }

    private static Optional<JsonPointer> pointer(String text) {
        try {
            return Optional.of(JsonPointer.parse(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static String printable(String reason) {
        String cut = reason.substring(0, Math.min(reason.length(), REASON_CHARS_MAX));
        return cut.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
