package dev.gatehouse.transport.client.rpc;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import dev.gatehouse.core.mcp.Implementation;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.policy.Operation;
import java.util.Optional;

/**
 * How requests are worded for an upstream of one revision. No client capability is declared: nothing the gateway could
 * not answer may be asked.
 */
public record Dialect(ProtocolVersion version, Implementation self) {
    private static final String RESERVED = "io.modelcontextprotocol/";

    /** The params of the call that a permitted operation is; written from the judged values only. */
    public Json call(long id, Operation operation) {
        ObjectWriter params = Json.object().put("name", operation.target().upstreamName());
        params.put("arguments", operation.arguments());
        // The request's own id serves as its progress token: unique, and the client's token stays ours to give back.
        Optional<Long> token = operation.meta().progressToken().map(_ -> id);
        return withMeta(params, token, operation.meta().traceParent()).build();
    }

    /** The params of a request of the gateway's own. */
    public Json own(ObjectWriter params) {
        return withMeta(params, Optional.empty(), Optional.empty()).build();
    }

    /** The params of {@code initialize}. */
    public Json initialize() {
        return Json.object()
                .put("protocolVersion", version.wireName())
                .put("capabilities", Json.EMPTY_OBJECT)
                .put("clientInfo", info())
                .build();
    }

    public static Json request(long id, String method, Json params) {
        return Json.object()
                .put("jsonrpc", "2.0")
                .put("id", id)
                .put("method", method)
                .put("params", params)
                .build();
    }

    public static Json notification(String method, Json params) {
        return Json.object()
                .put("jsonrpc", "2.0")
                .put("method", method)
                .put("params", params)
                .build();
    }

    /** {@code notifications/cancelled}; the reason is a word of ours. */
    public static Json cancelled(long id, String reason) {
        return notification(
                "notifications/cancelled",
                Json.object().put("requestId", id).put("reason", reason).build());
    }

    /** The answer to a request of the upstream's own: {@code ping} is answered, nothing else was offered. */
    public static Json answer(Incoming.Asked asked) {
        ObjectWriter message = Json.object().put("jsonrpc", "2.0").put("id", asked.id());
        if (asked.method().equals("ping")) {
            return message.put("result", Json.EMPTY_OBJECT).build();
        }
        Json error = Json.object()
                .put("code", -32601)
                .put("message", "Method not found")
                .build();
        return message.put("error", error).build();
    }

    private ObjectWriter withMeta(ObjectWriter params, Optional<Long> progressToken, Optional<String> traceParent) {
        if (!version.isModern()) {
            return progressToken
                    .map(token -> params.put(
                            Results.META,
                            Json.object().put("progressToken", token).build()))
                    .orElse(params);
        }
        ObjectWriter meta = Json.object()
                .put(RESERVED + "protocolVersion", version.wireName())
                .put(RESERVED + "clientInfo", info())
                .put(RESERVED + "clientCapabilities", Json.EMPTY_OBJECT);
        progressToken.ifPresent(token -> meta.put("progressToken", token));
        meta.putIf("traceparent", traceParent);
        return params.put(Results.META, meta.build());
    }

    private Json info() {
        return Json.object()
                .put("name", self.name())
                .put("version", self.version())
                .build();
    }
}
