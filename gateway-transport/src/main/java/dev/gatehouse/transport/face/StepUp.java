package dev.gatehouse.transport.face;

import dev.gatehouse.core.call.Admission;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.FailureCode;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.transport.wire.ReplyWriter;
import dev.gatehouse.transport.wire.WireReply;
import java.util.List;
import java.util.Set;

/**
 * Tells a client that a new login with more scopes would help: by 403 with a challenge, which is what the specification
 * wants, or in a tool's result to the one client that looks for it only there.
 */
final class StepUp {
    /** Known by the id that its token was issued to, so nobody gets this by claiming a name. */
    private static final Set<String> READ_RESULTS_ONLY = Set.of(
            "chatgpt-mcp-client",
            "https://chatgpt.com/oauth/client.json",
            "https://chatgpt.com/oauth/codex/client.json");

    private final Challenges challenges;
    private final ReplyWriter writer;

    StepUp(Challenges challenges, ReplyWriter writer) {
        this.challenges = challenges;
        this.writer = writer;
    }

    WireReply write(Json id, McpRequest request, Reply reply, Admission.Admitted admitted) {
        if (!(reply instanceof Reply.Failed failed) || failed.code() != FailureCode.NEEDS_SCOPE) {
            return writer.write(id, request, reply);
        }
        String challenge = challenges.insufficientScope(
                scopes(failed), admitted.server().name().value(), McpEndpoint.MCP.resource());
        boolean inResult = request instanceof McpRequest.ToolCall
                && READ_RESULTS_ONLY.contains(admitted.principal().clientId());
        return inResult
                ? writer.write(id, request, new Reply.Complete(result(failed.message(), challenge)))
                : writer.write(id, request, reply).with("WWW-Authenticate", challenge);
    }

    private static List<String> scopes(Reply.Failed failed) {
        return failed.data().flatMap(data -> data.member("scopes")).map(Json::elements).orElse(List.of()).stream()
                .flatMap(scope -> scope.string().stream())
                .toList();
    }

    private static Json result(String message, String challenge) {
        Json meta = Json.object()
                .put("mcp/www_authenticate", Json.ofStrings(List.of(challenge)))
                .build();
        return Reply.Complete.toolError(message).result().with("_meta", meta);
    }
}
