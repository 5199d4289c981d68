package dev.gatehouse.core.call;

import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.policy.KillSwitch;
import dev.gatehouse.core.policy.PendingApproval;
import dev.gatehouse.core.policy.Refusal;
import dev.gatehouse.core.upstream.UpstreamReply;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/** The sentences a model or a developer reads. They say what to do next and nothing about what is hidden. */
final class Wording {
    static final String UNKNOWN_STATE = "Unknown requestState";
    static final String NOT_AN_ANSWER = "An answer in inputResponses must be an object";
    static final String TOO_MUCH_UNDER_WAY = "Too many calls wait for answers; try again later.";
    static final String STATE_TOO_LARGE = "The server wants more kept between two requests than is allowed.";
    static final String BAD_ARGUMENTS = "The arguments lack the one that is needed, or it is no text.";
    static final String NOBODY_ANSWERS = "nobody answers here";
    static final String TOO_MANY_PARKED = "too many calls wait for answers";
    static final String ASKED_TOO_OFTEN = "The tool asked too often; it was told to stop.";
    static final String NO_SUCH_METHOD = "Method not found";
    static final String UNDECLARED = "The task asks for what this request did not declare.";
    static final String UNKNOWN_TASK = "Unknown task";
    static final String UNKNOWN_CURSOR = "Unknown cursor";
    static final String FAILED = "The gateway failed to complete this call. It has been recorded.";
    static final String NEEDS_ANSWER =
            "The tool needs an answer that this client cannot give. It was told that nobody answered.";

    private Wording() {}

    static String unknown(Primitive kind) {
        return switch (kind) {
            case TOOL -> "Unknown tool";
            case PROMPT -> "Unknown prompt";
            case RESOURCE -> "Resource not found";
            case TEMPLATE -> "Unknown resource template";
        };
    }

    static String withheld(String reason) {
        return "Withheld by policy: " + reason;
    }

    static String refused(Refusal refusal) {
        return switch (refusal.kind()) {
            case DENIED -> denied(refusal.reason());
            case NEEDS_SCOPE -> needsScope(refusal.scopes(), refusal.reason());
            case NEEDS_APPROVAL ->
                refusal.pending()
                        .map(pending -> held(refusal.reason(), pending) + " " + pending.url()
                                + " Make the same call again once it is approved.")
                        .orElseGet(() -> "Denied by policy: this call needs an approval. " + refusal.reason());
            case LIMITED -> "Limited by policy: " + refusal.reason();
        };
    }

    /** Without the link, which a client may show in its own way. */
    static String held(String reason, PendingApproval pending) {
        return "This call waits for an approval (request " + pending.id() + ", until "
                + pending.until().truncatedTo(ChronoUnit.SECONDS) + "). " + reason;
    }

    static String needsScope(Set<String> scopes, String reason) {
        return ("The token needs the scope " + String.join(" ", scopes) + ". " + reason).strip();
    }

    static String lost(UpstreamReply.Lost lost) {
        String what = switch (lost.cause()) {
            case UNAVAILABLE -> "The server cannot be reached.";
            case TIMEOUT -> "The server did not answer in time.";
            case CANCELLED -> "The call was cancelled.";
            case MALFORMED -> "The server gave an answer that is not valid MCP.";
            case TOO_LARGE -> "The server gave an answer that is too large.";
            case OVERLOADED -> "The server has too many calls under way; try again shortly.";
        };
        return done(what, lost.sent());
    }

    static String switchedOff(KillSwitch thrown, boolean sent) {
        return done(denied(thrown.told()), sent);
    }

    static String denied(String reason) {
        return "Denied by policy: " + reason;
    }

    private static String done(String what, boolean sent) {
        return what + (sent ? " It may have been done." : " It was not done.");
    }
}
