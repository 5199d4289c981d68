package dev.gatehouse.transport.wire;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import dev.gatehouse.core.mcp.FailureCode;
import dev.gatehouse.core.mcp.Implementation;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.Reply;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns replies into bytes: the one place that knows HTTP statuses and JSON-RPC codes (2026-07-28 basic/index "Error
 * Codes", basic/transports/streamable-http). A result's own bytes are spliced between constant parts, never re-read.
 */
public final class ReplyWriter {
    /** How long a modern client may keep a list or a discovery; short, for policy may change. */
    static final int CACHE_TTL_MILLIS = 5_000;

    private static final String SERVER_INFO_KEY = "io.modelcontextprotocol/serverInfo";
    private static final byte[] OPEN = ascii("{\"jsonrpc\":\"2.0\",\"id\":");
    private static final byte[] RESULT = ascii(",\"result\":");
    private static final byte[] ERROR = ascii(",\"error\":");
    private static final byte[] CLOSE = ascii("}");
    private static final byte[] CLOSE_BOTH = ascii("}}");
    private static final byte[] COMMA = ascii(",");
    private static final String CACHE = ",\"ttlMs\":" + CACHE_TTL_MILLIS + ",\"cacheScope\":\"private\"";

    private final Json serverInfo;
    private final byte[] modernTool;
    private final byte[] modernList;
    private final byte[] modernDiscovery;

    /** @param self what this gateway says of itself */
    public ReplyWriter(Implementation self) {
        this.serverInfo = Json.object()
                .put("name", self.name())
                .put("version", self.version())
                .build();
        String complete = ",\"result\":{\"resultType\":\"complete\"";
        this.modernTool = utf8(complete);
        this.modernList = utf8(complete + CACHE);
        this.modernDiscovery = utf8(complete + CACHE + ",\"supportedVersions\":" + supportedVersions());
    }

    /** Every revision served, newest first. */
    public static Json supportedVersions() {
        List<String> names = new ArrayList<>();
        for (ProtocolVersion version : ProtocolVersion.values()) {
            names.addFirst(version.wireName());
        }
        return Json.ofStrings(names);
    }

    /** The reply to one request, in the shape of the revision it was made in. */
    public WireReply write(Json id, McpRequest request, Reply reply) {
        boolean modern = request.meta().version().isModern();
        return switch (reply) {
            case Reply.Complete(Json result) -> complete(id, request, result);
            case Reply.InputRequired(Json result) -> result(id, result);
            case Reply.Subscribed _, Reply.Listening _ -> complete(id, request, Json.EMPTY_OBJECT);
            case Reply.Failed failed -> failed(id, failed, modern);
            case Reply.UpstreamError error ->
                error(200, Optional.of(id), RpcCode.passedOn(error.code(), modern), error.message(), error.data());
        };
    }

    /** A result that is written as it stands. */
    public WireReply result(Json id, Json result) {
        return body(200, List.of(bytes(OPEN), id.asByteBuffer(), bytes(RESULT), result.asByteBuffer(), bytes(CLOSE)));
    }

    public WireReply error(int status, Optional<Json> id, long code, String message) {
        return error(status, id, code, message, Optional.empty());
    }

    /** @param id empty when it could not be read, which JSON-RPC 2.0 writes as null */
    public WireReply error(int status, Optional<Json> id, long code, String message, Optional<Json> data) {
        Json error = Json.object()
                .put("code", code)
                .put("message", message)
                .putJsonIf("data", data)
                .build();
        ByteBuffer echoed = id.orElse(Json.NULL).asByteBuffer();
        return body(status, List.of(bytes(OPEN), echoed, bytes(ERROR), error.asByteBuffer(), bytes(CLOSE)));
    }

    /** The answers of a batch (2025-03-26 basic/index "Batching"); one that needs no answer is left out. */
    public WireReply batch(List<WireReply> answers) {
        List<ByteBuffer> parts = new ArrayList<>();
        for (WireReply answer : answers) {
            if (answer.hasBody()) {
                parts.add(parts.isEmpty() ? bytes(ascii("[")) : bytes(COMMA));
                parts.addAll(answer.parts());
            }
        }
        if (parts.isEmpty()) {
            return WireReply.accepted();
        }
        parts.add(bytes(ascii("]")));
        return body(200, parts);
    }

    private WireReply complete(Json id, McpRequest request, Json result) {
        if (!result.isObject()) {
            return error(200, Optional.of(id), RpcCode.INTERNAL, "The upstream's result is not an object.");
        }
        if (!request.meta().version().isModern()) {
            return result(id, legacy(request, result));
        }
        byte[] head = switch (request) {
            case McpRequest.PrimitiveList _, McpRequest.ResourceRead _ -> modernList;
            case McpRequest.Targeted _, McpRequest.Unsubscribe _, McpRequest.Listen _ -> modernTool;
            case McpRequest.Discover _ -> modernDiscovery;
        };
        return modern(id, head, bare(result));
    }

    /** {@code head} leaves the result object open; the result's own members follow without their braces. */
    private WireReply modern(Json id, byte[] head, Json result) {
        Json meta = result.member("_meta").filter(Json::isObject).orElse(Json.EMPTY_OBJECT);
        Json signed = meta.with(SERVER_INFO_KEY, serverInfo);
        ByteBuffer members = result.without("_meta").asByteBuffer();
        members.position(1).limit(members.limit() - 1);
        List<ByteBuffer> parts = new ArrayList<>(8);
        parts.add(bytes(OPEN));
        parts.add(id.asByteBuffer());
        parts.add(bytes(head));
        parts.add(bytes(ascii(",\"_meta\":")));
        parts.add(signed.asByteBuffer());
        if (!isBlank(members)) {
            parts.add(bytes(COMMA));
            parts.add(members.slice());
        }
        parts.add(bytes(CLOSE_BOTH));
        return body(200, parts);
    }

    /** What only the modern face adds must not stand twice, and a legacy client must not see it. */
    private static Json bare(Json result) {
        return result.without("resultType", "ttlMs", "cacheScope");
    }

    private Json legacy(McpRequest request, Json result) {
        ProtocolVersion version = request.meta().version();
        return switch (request) {
            case McpRequest.Discover _ -> initialized(request, result);
            case McpRequest.ToolCall _ -> LegacyStructure.result(bare(result), version);
            case McpRequest.PrimitiveList list
            when list.kind() == Primitive.TOOL -> LegacyStructure.list(bare(result), version);
            default -> bare(result);
        };
    }

    private Json initialized(McpRequest request, Json discovered) {
        ObjectWriter result = Json.object()
                .put("protocolVersion", request.meta().version().wireName())
                .put("capabilities", discovered.member("capabilities").orElse(Json.EMPTY_OBJECT))
                .put("serverInfo", serverInfo);
        return result.putIf("instructions", discovered.text("instructions")).build();
    }

    private WireReply failed(Json id, Reply.Failed failed, boolean modern) {
        Optional<Json> echoed = Optional.of(id);
        return switch (failed.code()) {
            case INVALID_PARAMS -> error(200, echoed, RpcCode.INVALID_PARAMS, failed.message());
            case RESOURCE_NOT_FOUND ->
                error(
                        200,
                        echoed,
                        modern ? RpcCode.INVALID_PARAMS : RpcCode.RESOURCE_NOT_FOUND_LEGACY,
                        failed.message(),
                        failed.data());
            case DENIED -> error(200, echoed, RpcCode.DENIED, failed.message());
            case LIMITED -> error(200, echoed, RpcCode.LIMITED, failed.message());
            case UPSTREAM_LOST -> error(200, echoed, RpcCode.UPSTREAM_LOST, failed.message());
            case HEADER_MISMATCH -> error(400, echoed, RpcCode.HEADER_MISMATCH, failed.message());
            // To a legacy client 404 means that its session is gone.
            case METHOD_NOT_FOUND -> error(modern ? 404 : 200, echoed, RpcCode.METHOD_NOT_FOUND, failed.message());
            case AUDIT_UNAVAILABLE, OVERLOADED ->
                error(503, echoed, RpcCode.UNAVAILABLE, failed.message()).with("Retry-After", "2");
            case INTERNAL -> error(200, echoed, RpcCode.INTERNAL, failed.message());
        };
    }

    /** For requests that end before the call path: the same table decides. */
    public WireReply failed(Json id, FailureCode code, String message, ProtocolVersion version) {
        return failed(id, new Reply.Failed(code, message), version.isModern());
    }

    private static WireReply body(int status, List<ByteBuffer> parts) {
        return new WireReply(status, List.<Map.Entry<String, String>>of(), parts);
    }

    private static boolean isBlank(ByteBuffer members) {
        for (int at = members.position(); at < members.limit(); at++) {
            if (members.get(at) > ' ') {
                return false;
            }
        }
        return true;
    }

    private static ByteBuffer bytes(byte[] constant) {
        return ByteBuffer.wrap(constant);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
