package dev.gatehouse.server.demo;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ProtocolVersion;
import java.util.List;
import java.util.Optional;

/** A JSON-RPC error with the codes of the specification. */
record RpcError(long code, String message, Optional<Json> data) {
    static final RpcError TOO_LONG = of(-32600, "A line may have " + Lines.LINE_MAX_BYTES + " bytes.");
    static final RpcError NO_REQUEST = of(-32600, "This is not a JSON-RPC request.");
    static final RpcError NOT_INITIALIZED = of(-32600, "Send initialize first, or name a revision in _meta.");
    static final RpcError NO_METHOD = of(-32601, "There is no such method.");
    static final RpcError NO_TOOL = of(-32602, "There is no such tool.");
    static final RpcError NO_META = of(-32602, "_meta must name the protocol version and the client's capabilities.");

    static RpcError notJson(String reason) {
        return of(-32700, reason);
    }

    static RpcError noSuchVersion(String requested) {
        Json data = Json.object()
                .put("supported", Json.ofStrings(List.of(ProtocolVersion.LATEST.wireName())))
                .put("requested", requested)
                .build();
        return new RpcError(-32022, "This revision is not supported.", Optional.of(data));
    }

    Json json() {
        return Json.object()
                .put("code", code)
                .put("message", message)
                .putJsonIf("data", data)
                .build();
    }

    private static RpcError of(long code, String message) {
        return new RpcError(code, message, Optional.empty());
    }
}
