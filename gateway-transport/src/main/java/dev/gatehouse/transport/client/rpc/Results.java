package dev.gatehouse.transport.client.rpc;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.UpstreamEvent;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.core.upstream.UpstreamReply.Cause;
import dev.gatehouse.core.upstream.UpstreamReply.Lost;
import java.util.List;
import java.util.Map;

/** Reads results into canonical form: what belongs to one era's envelope is taken off (2026-07-28, basic/index). */
public final class Results {
    static final String META = "_meta";
    private static final String SERVER_INFO = "io.modelcontextprotocol/serverInfo";

    private Results() {}

    /** {@code Done} with a result, {@code Asked}, or {@code Done(Lost(MALFORMED))} for a result of no known type. */
    public static UpstreamEvent read(Json result) {
        if (!result.isObject()) {
            return malformed("a result that is no object");
        }
        // Servers of earlier revisions name no type: theirs are complete.
        String type = result.member("resultType")
                .map(json -> json.string().orElse("?"))
                .orElse("complete");
        return switch (type) {
            case "complete" -> new UpstreamEvent.Done(new UpstreamReply.Complete(canonical(result)));
            case "input_required" -> new UpstreamEvent.Asked(requests(result));
            default -> malformed("a result of unknown type");
        };
    }

    public static UpstreamEvent failed(Incoming.Failure failure) {
        return new UpstreamEvent.Done(new UpstreamReply.Errored(failure.code(), failure.message(), failure.data()));
    }

    public static UpstreamEvent lost(Cause cause, boolean sent, String detail) {
        return new UpstreamEvent.Done(new Lost(cause, sent, detail));
    }

    public static UpstreamEvent malformed(String detail) {
        return lost(Cause.MALFORMED, true, detail);
    }

    private static Json canonical(Json result) {
        Json bare = result.without("resultType", "ttlMs", "cacheScope");
        Json meta = bare.member(META).filter(Json::isObject).orElse(Json.EMPTY_OBJECT);
        if (meta.member(SERVER_INFO).isEmpty()) {
            return bare;
        }
        Json rest = meta.without(SERVER_INFO);
        return rest.members().isEmpty() ? bare.without(META) : bare.with(META, rest);
    }

    private static List<InputRequest> requests(Json result) {
        return result.member("inputRequests").map(Json::members).orElse(Map.of()).entrySet().stream()
                .map(entry -> new InputRequest(
                        entry.getKey(),
                        entry.getValue().text("method").orElse(""),
                        entry.getValue().member("params").orElse(Json.EMPTY_OBJECT)))
                .toList();
    }
}
