package dev.gatehouse.transport.wire;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.McpRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Results of 2026-07-28: what kind of result it is, how long six of them may be kept (server/utilities/caching), and who
 * answered. Whatever an upstream put in these places is replaced.
 */
final class ModernResults {
    /** How long a client may keep a list or a discovery; short, for policy may change. */
    static final int CACHE_TTL_MILLIS = 5_000;

    private static final String SERVER_INFO_KEY = "io.modelcontextprotocol/serverInfo";
    private static final byte[] COMPLETE = utf8("{\"resultType\":\"complete\"");
    private static final byte[] INPUT_REQUIRED = utf8("{\"resultType\":\"input_required\"");
    private static final byte[] TASK = utf8("{\"resultType\":\"task\"");
    private static final byte[] LIST = cached(CACHE_TTL_MILLIS);
    /** What a resource holds may change at any time, and tells nobody who did not ask. */
    private static final byte[] CONTENTS = cached(0);

    private final Json serverInfo;
    /** The {@code _meta} of a result that has none of its own. */
    private final Json signature;

    private final byte[] discovery;

    ModernResults(Json serverInfo, Json supportedVersions) {
        this.serverInfo = serverInfo;
        this.signature = Json.object().put(SERVER_INFO_KEY, serverInfo).build();
        this.discovery = utf8(new String(LIST, StandardCharsets.UTF_8) + ",\"supportedVersions\":" + supportedVersions);
    }

    List<ByteBuffer> complete(Json id, McpRequest request, Json result) {
        return switch (request) {
            case McpRequest.ResourceRead _ -> signed(id, CONTENTS, result);
            case McpRequest.Discover _ -> signed(id, discovery, result);
            case McpRequest.PrimitiveList _, McpRequest.Targeted _, McpRequest.Unsubscribe _, McpRequest.Listen _ ->
                signed(id, COMPLETE, result);
        };
    }

    /** Lists are the gateway's own and large: there is nothing in these places to look for. */
    List<ByteBuffer> list(Json id, Json result) {
        return Envelope.result(id, LIST, signature, result);
    }

    List<ByteBuffer> inputRequired(Json id, Json result) {
        return signed(id, INPUT_REQUIRED, result);
    }

    /** Here {@code ttlMs} is the task's, not a cache's. */
    List<ByteBuffer> task(Json id, McpRequest request, Json task) {
        byte[] head = request instanceof McpRequest.ToolCall ? TASK : COMPLETE;
        return Envelope.result(id, head, signature, passedOn(task));
    }

    /** What a task failed with is an error of its upstream like any other. */
    static Json passedOn(Json task) {
        Optional<Json> error = task.member("error");
        if (error.isEmpty()) {
            return task;
        }
        long code = error.get().member("code").orElse(Json.NULL).integer().orElse(RpcCode.INTERNAL);
        return task.with("error", error.get().with("code", Json.of(RpcCode.passedOn(code, true))));
    }

    /** The gateway is who answers, whatever an upstream says of itself. */
    private List<ByteBuffer> signed(Json id, byte[] head, Json result) {
        Json meta = result.member("_meta").filter(Json::isObject).orElse(Json.EMPTY_OBJECT);
        Json more = result.without("_meta", "resultType", "ttlMs", "cacheScope", "supportedVersions");
        return Envelope.result(id, head, meta.with(SERVER_INFO_KEY, serverInfo), more);
    }

    private static byte[] cached(int ttlMillis) {
        return utf8("{\"resultType\":\"complete\",\"ttlMs\":" + ttlMillis + ",\"cacheScope\":\"private\"");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
