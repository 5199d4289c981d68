package dev.gatehouse.policy.decision;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import java.util.Optional;

/** What a decision point said: {@code {"result": true}}, or {@code {"result": {"allow": false, "reason": "…"}}}. */
sealed interface Answer {
    int REASON_CHARS_MAX = 500;

    record Allowed() implements Answer {}

    /** @param reason what it gave, without control characters; empty when none */
    record Denied(Optional<String> reason) implements Answer {}

    /** Nothing that can be understood. */
    record Unclear(String why) implements Answer {}

    static Answer read(DecisionHttp.Reply reply) {
        if (reply.status() != 200) {
            return new Unclear("status " + reply.status());
        }
        try {
            return Json.read(reply.body()).member("result").map(Answer::of).orElse(new Unclear("no result"));
        } catch (JsonSyntaxException _) {
            return new Unclear("no JSON");
        }
    }

    private static Answer of(Json result) {
        Optional<Boolean> allow = result.isObject() ? result.member("allow").flatMap(Json::bool) : result.bool();
        if (allow.isEmpty()) {
            return new Unclear("neither allowed nor denied");
        }
        return allow.get() ? new Allowed() : new Denied(result.text("reason").map(Answer::printable));
    }

    private static String printable(String reason) {
        String cut = reason.substring(0, Math.min(reason.length(), REASON_CHARS_MAX));
        return cut.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
