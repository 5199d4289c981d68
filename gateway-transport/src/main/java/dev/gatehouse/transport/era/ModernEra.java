package dev.gatehouse.transport.era;

import dev.gatehouse.core.call.ParamCheck;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.FailureCode;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.transport.wire.JsonRpcMessage;
import dev.gatehouse.transport.wire.ReplyWriter;
import dev.gatehouse.transport.wire.RpcCode;
import dev.gatehouse.transport.wire.WireReply;
import java.util.Optional;
import java.util.Set;

/**
 * Reads requests of 2026-07-28 and later, which stand alone. The order of the checks is the specification's: envelope,
 * headers present, headers equal to the body, revision served, method known (basic/transports/streamable-http).
 * {@code Mcp-Param-*} headers are compared later, when the call path knows the tool and so its schema.
 */
final class ModernEra {
    static final String VERSION_KEY = "io.modelcontextprotocol/protocolVersion";
    private static final String CAPABILITIES_KEY = "io.modelcontextprotocol/clientCapabilities";
    private static final String CLIENT_INFO_KEY = "io.modelcontextprotocol/clientInfo";
    private static final String DISCOVER = "server/discover";
    private static final Set<String> NAMED_BY_NAME = Set.of(Methods.TOOLS_CALL, "prompts/get");
    private static final String NAMED_BY_URI = "resources/read";

    private final ReplyWriter writer;

    ModernEra(ReplyWriter writer) {
        this.writer = writer;
    }

    Spoken read(JsonRpcMessage message, HeaderFields headers) {
        return switch (message) {
            case JsonRpcMessage.Malformed malformed ->
                new Spoken.Answered(writer.error(400, malformed.id(), RpcCode.INVALID_REQUEST, malformed.reason()));
            case JsonRpcMessage.Notification _, JsonRpcMessage.Response _ -> new Spoken.Answered(WireReply.accepted());
            case JsonRpcMessage.Call call -> read(call, headers);
        };
    }

    private Spoken read(JsonRpcMessage.Call call, HeaderFields headers) {
        Json meta = Metas.metaOf(call.params());
        Optional<String> version = meta.text(VERSION_KEY);
        Optional<Json> capabilities = meta.member(CAPABILITIES_KEY).filter(Json::isObject);
        if (version.isEmpty() && call.method().equals("initialize")) {
            return mismatch(call, "initialize belongs to revisions before 2026-07-28");
        }
        if (version.isEmpty() || capabilities.isEmpty()) {
            return refused(
                    400, call, RpcCode.INVALID_PARAMS, "_meta needs " + VERSION_KEY + " and " + CAPABILITIES_KEY);
        }
        Optional<String> contradiction = contradiction(call, version.get(), headers);
        if (contradiction.isPresent()) {
            return mismatch(call, contradiction.get());
        }
        Optional<ProtocolVersion> served =
                ProtocolVersion.ofWireName(version.get()).filter(ProtocolVersion::isModern);
        if (served.isEmpty()) {
            return unsupported(call, version.get());
        }
        return understand(call, meta(served.get(), meta, capabilities.get(), headers), headers);
    }

    private static RequestMeta meta(ProtocolVersion version, Json meta, Json capabilities, HeaderFields headers) {
        return new RequestMeta(
                version,
                meta.member(CLIENT_INFO_KEY).flatMap(Metas::implementation),
                ClientCapabilities.of(capabilities),
                Metas.traceParent(meta, headers),
                Metas.progressToken(meta),
                Optional.empty(),
                Json.EMPTY_OBJECT);
    }

    /** What a header leaves out or says differently from the body; the body is what will be judged. */
    private static Optional<String> contradiction(JsonRpcMessage.Call call, String version, HeaderFields headers) {
        if (!headers.one(HeaderFields.PROTOCOL_VERSION).equals(Optional.of(version))) {
            return Optional.of("MCP-Protocol-Version must equal the version in _meta");
        }
        if (!headers.one(HeaderFields.METHOD).equals(Optional.of(call.method()))) {
            return Optional.of("Mcp-Method must equal the method");
        }
        Optional<String> expected = nameOf(call);
        if (isNamed(call)
                && !headers.one(HeaderFields.NAME).flatMap(HeaderText::decoded).equals(expected)) {
            return Optional.of("Mcp-Name must equal what params name");
        }
        return Optional.empty();
    }

    private static boolean isNamed(JsonRpcMessage.Call call) {
        return NAMED_BY_NAME.contains(call.method()) || call.method().equals(NAMED_BY_URI);
    }

    private static Optional<String> nameOf(JsonRpcMessage.Call call) {
        return call.params().text(call.method().equals(NAMED_BY_URI) ? "uri" : "name");
    }

    private Spoken understand(JsonRpcMessage.Call call, RequestMeta meta, HeaderFields headers) {
        if (call.method().equals(DISCOVER)) {
            return asked(call, new McpRequest.Discover(meta), headers);
        }
        return switch (Methods.read(call.method(), call.params(), meta)) {
            case Methods.Reading.Understood(McpRequest request) -> asked(call, request, headers);
            case Methods.Reading.BadParams(String reason) -> refused(200, call, RpcCode.INVALID_PARAMS, reason);
            case Methods.Reading.UnknownMethod _ ->
                new Spoken.Answered(
                        writer.failed(call.id(), FailureCode.METHOD_NOT_FOUND, "Method not found", meta.version()));
        };
    }

    private static Spoken asked(JsonRpcMessage.Call call, McpRequest request, HeaderFields headers) {
        ParamCheck params = request instanceof McpRequest.ToolCall toolCall
                ? new ParamFields(headers, toolCall.arguments())
                : ParamCheck.NONE;
        return new Spoken.Asked(call.id(), request, params, Optional.empty(), Optional.empty());
    }

    private Spoken mismatch(JsonRpcMessage.Call call, String reason) {
        return refused(400, call, RpcCode.HEADER_MISMATCH, reason);
    }

    private Spoken unsupported(JsonRpcMessage.Call call, String requested) {
        Json data = Json.object()
                .put("supported", ReplyWriter.supportedVersions())
                .put("requested", requested)
                .build();
        return new Spoken.Answered(writer.error(
                400, Optional.of(call.id()), RpcCode.UNSUPPORTED_VERSION, "Unsupported revision", Optional.of(data)));
    }

    private Spoken refused(int status, JsonRpcMessage.Call call, long code, String reason) {
        return new Spoken.Answered(writer.error(status, Optional.of(call.id()), code, reason));
    }
}
