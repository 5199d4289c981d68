package dev.gatehouse.policy.approval;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import dev.gatehouse.core.mcp.FailureCode;
import dev.gatehouse.core.mcp.Reply;

/** What came of a call, as it is kept until its caller asks for it. */
final class KeptReply {
    private KeptReply() {}

    /** Bound to its approval: what was kept of one call is never the answer to another. */
    static Json write(String approval, Reply reply) {
        ObjectWriter kept = Json.object().put("approval", approval);
        return switch (reply) {
            case Reply.Complete complete ->
                size(complete.result()) > Executions.RESULT_MAX_BYTES
                        ? write(approval, tooLarge(complete.result()))
                        : kept.put("result", complete.result()).build();
            case Reply.Failed failed ->
                kept.put("failure", failed.code().name())
                        .put("message", failed.message())
                        .putJsonIf("data", failed.data())
                        .build();
            case Reply.UpstreamError error ->
                kept.put("code", error.code())
                        .put("message", error.message())
                        .putJsonIf("data", error.data().filter(data -> size(data) <= Executions.RESULT_MAX_BYTES))
                        .build();
            case Reply.InputRequired _, Reply.Task _, Reply.Listed _, Reply.Subscribed _, Reply.Listening _ ->
                write(
                        approval,
                        Reply.Complete.toolError("The gateway made this call, and what it answered was no result."));
        };
    }

    static Reply read(Json kept) {
        if (kept.member("result").isPresent()) {
            return new Reply.Complete(kept.member("result").get());
        }
        String message = kept.text("message").orElseThrow();
        return kept.text("failure").isPresent()
                ? new Reply.Failed(FailureCode.valueOf(kept.text("failure").get()), message, kept.member("data"))
                : new Reply.UpstreamError(
                        kept.member("code").orElseThrow().integer().orElseThrow(), message, kept.member("data"));
    }

    private static Reply tooLarge(Json result) {
        return Reply.Complete.toolError("The gateway made this call. Its result has " + size(result)
                + " bytes, and more than " + Executions.RESULT_MAX_BYTES + " are not kept.");
    }

    private static int size(Json json) {
        return json.length();
    }
}
