package dev.gatehouse.core.call;

import dev.gatehouse.core.policy.Refusal;
import dev.gatehouse.core.upstream.UpstreamReply;

/** The sentences a model or a developer reads. They say what to do next and nothing about what is hidden. */
final class Wording {
    static final String UNKNOWN_TOOL = "Unknown tool";
    static final String UNKNOWN_CURSOR = "Unknown cursor";
    static final String FAILED = "The gateway failed to complete this call. It has been recorded.";
    static final String NEEDS_ANSWER =
            "The tool needs an answer that this client cannot give. It was told that nobody answered.";

    private Wording() {}

    static String refused(Refusal refusal) {
        return switch (refusal.kind()) {
            case DENIED -> "Denied by policy: " + refusal.reason();
            case NEEDS_SCOPE ->
                "Denied by policy: the token needs the scope " + String.join(" ", refusal.scopes()) + ". "
                        + refusal.reason();
            case NEEDS_APPROVAL -> "Denied by policy: this call needs an approval. " + refusal.reason();
            case LIMITED -> "Limited by policy: " + refusal.reason();
        };
    }

    static String lost(UpstreamReply.Lost lost) {
        String what = switch (lost.cause()) {
            case UNAVAILABLE -> "The tool's server cannot be reached.";
            case TIMEOUT -> "The tool's server did not answer in time.";
            case CANCELLED -> "The call was cancelled.";
            case MALFORMED -> "The tool's server gave an answer that is not valid MCP.";
            case TOO_LARGE -> "The tool's server gave an answer that is too large.";
            case OVERLOADED -> "The tool's server has too many calls under way; try again shortly.";
        };
        return lost.sent() ? what + " The tool may have run." : what + " The tool did not run.";
    }
}
