package dev.gatehouse.core.call;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.FailureCode;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.core.policy.Operation.Verb;
import dev.gatehouse.core.policy.Refusal;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** How a call ended: a word for metrics and the reply for the client. */
public record Verdict(String word, Reply reply) {
    private static final String NEEDS_SCOPE = "refused_needs_scope";

    static final Verdict AUDIT_UNAVAILABLE = new Verdict(
            "audit_unavailable",
            new Reply.Failed(FailureCode.AUDIT_UNAVAILABLE, "This call cannot be recorded now and was refused."));

    /** A tool's result cannot say this: a client has to do something about it, not a model. */
    static Verdict needsScope(Set<String> scopes, String reason) {
        Json data = Json.object().put("scopes", Json.ofStrings(scopes)).build();
        String text = Wording.needsScope(scopes, reason);
        return new Verdict(NEEDS_SCOPE, new Reply.Failed(FailureCode.NEEDS_SCOPE, text, Optional.of(data)));
    }

    static Verdict refused(Verb verb, Refusal refusal) {
        if (refusal.kind() == Refusal.Kind.NEEDS_SCOPE) {
            return needsScope(refusal.scopes(), refusal.reason());
        }
        FailureCode code = refusal.kind() == Refusal.Kind.LIMITED ? FailureCode.LIMITED : FailureCode.DENIED;
        return new Verdict("refused_" + refusal.word(), Ending.told(verb, code, Wording.refused(refusal)));
    }

    /** The same for what does not exist and for what is hidden. */
    static Verdict unknown(McpRequest.Targeted request) {
        if (request instanceof McpRequest.OnTask) {
            return new Verdict("unknown_task", new Reply.Failed(FailureCode.INVALID_PARAMS, Wording.UNKNOWN_TASK));
        }
        String text = Wording.unknown(request.kind());
        String word = "unknown_" + request.kind().name().toLowerCase(Locale.ROOT);
        if (request.kind() != Primitive.RESOURCE) {
            return new Verdict(word, new Reply.Failed(FailureCode.INVALID_PARAMS, text));
        }
        Json uri = Json.object().put("uri", request.name()).build();
        return new Verdict(word, new Reply.Failed(FailureCode.RESOURCE_NOT_FOUND, text, Optional.of(uri)));
    }
}
