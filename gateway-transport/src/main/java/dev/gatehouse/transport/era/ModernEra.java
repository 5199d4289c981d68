package dev.gatehouse.transport.era;

import dev.gatehouse.core.call.ParamCheck;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.FailureCode;
import dev.gatehouse.core.mcp.LogLevel;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.transport.wire.HeaderText;
import dev.gatehouse.transport.wire.JsonRpcMessage;
import dev.gatehouse.transport.wire.McpHeaders;
import dev.gatehouse.transport.wire.ReplyWriter;
import dev.gatehouse.transport.wire.RpcCode;
import dev.gatehouse.transport.wire.WireReply;
import java.util.Optional;

/**
 * Reads requests of 2026-07-28 and later, which stand alone. The order of the checks is the specification's: envelope,
 * headers present, headers equal to the body, revision served, method known (basic/transports/streamable-http).
 * {@code Mcp-Param-*} headers are compared later, when the call path knows the tool and so its schema.
 */
final class ModernEra {
    private static final String ENVELOPE_WANTED = "_meta needs " + Metas.VERSION_KEY + " and " + Metas.CAPABILITIES_KEY;

    private static final String NOTHING_ASKED = "nothing was asked: responses ended with 2025-11-25";

    private final ReplyWriter writer;

    ModernEra(ReplyWriter writer) {
        this.writer = writer;
    }

    /** Notifications are taken: the core has none for HTTP, and those of extensions mean nothing here. */
    Spoken read(JsonRpcMessage message, HeaderFields headers) {
        return switch (message) {
            case JsonRpcMessage.Malformed malformed ->
                new Spoken.Answered(writer.error(400, malformed.id(), RpcCode.INVALID_REQUEST, malformed.reason()));
            case JsonRpcMessage.Notification _ -> new Spoken.Answered(WireReply.accepted());
            // Its id is one of ours, if anybody's: an error under it would be an answer to something else.
            case JsonRpcMessage.Response _ ->
                new Spoken.Answered(writer.error(400, Optional.empty(), RpcCode.INVALID_REQUEST, NOTHING_ASKED));
            case JsonRpcMessage.Call call -> read(call, headers);
        };
    }

    private Spoken read(JsonRpcMessage.Call call, HeaderFields headers) {
        Json meta = Metas.metaOf(call.params());
        Optional<String> version = meta.text(Metas.VERSION_KEY);
        Optional<Json> capabilities = meta.member(Metas.CAPABILITIES_KEY).filter(Json::isObject);
        if (version.isEmpty() && call.method().equals("initialize")) {
            return mismatch(call, "initialize belongs to revisions before 2026-07-28");
        }
        if (version.isEmpty() || capabilities.isEmpty()) {
            return refused(400, call.id(), RpcCode.INVALID_PARAMS, ENVELOPE_WANTED);
        }
        Optional<String> contradiction = contradiction(call, version.get(), headers);
        if (contradiction.isPresent()) {
            return mismatch(call, contradiction.get());
        }
        return ProtocolVersion.ofWireName(version.get())
                .filter(ProtocolVersion::isModern)
                .map(served -> read(call, served, capabilities.get(), meta, headers))
                .orElseGet(() -> unsupported(call, version.get()));
    }

    private Spoken read(
            JsonRpcMessage.Call call, ProtocolVersion version, Json capabilities, Json meta, HeaderFields headers) {
        Optional<Json> said = meta.member(Metas.LOG_LEVEL_KEY);
        Optional<LogLevel> level = said.flatMap(Json::string).flatMap(LogLevel::ofWireName);
        if (said.isPresent() && level.isEmpty()) {
            return refused(400, call.id(), RpcCode.INVALID_PARAMS, Metas.LOG_LEVEL_KEY + " is no log level");
        }
        Optional<String> trace = headers.one(McpHeaders.TRACE_PARENT);
        return understand(call, Metas.modern(version, capabilities, level, meta, trace), headers);
    }

    /** What a header leaves out or says differently from the body; the body is what will be judged. */
    private static Optional<String> contradiction(JsonRpcMessage.Call call, String version, HeaderFields headers) {
        if (!headers.one(McpHeaders.PROTOCOL_VERSION).equals(Optional.of(version))) {
            return Optional.of("MCP-Protocol-Version must equal the version in _meta");
        }
        if (!headers.one(McpHeaders.METHOD).equals(Optional.of(call.method()))) {
            return Optional.of("Mcp-Method must equal the method");
        }
        Optional<String> name = nameOf(call);
        Optional<String> said = headers.one(McpHeaders.NAME).flatMap(HeaderText::decoded);
        return name.isEmpty()
                        || said.equals(name.flatMap(member -> call.params().text(member)))
                ? Optional.empty()
                : Optional.of("Mcp-Name must equal what params name");
    }

    /** The member of params that {@code Mcp-Name} repeats; empty for methods that have none. */
    private static Optional<String> nameOf(JsonRpcMessage.Call call) {
        return switch (call.method()) {
            case Methods.TOOLS_CALL, Methods.PROMPTS_GET -> Optional.of("name");
            case Methods.RESOURCES_READ -> Optional.of("uri");
            case TaskMethods.GET, TaskMethods.UPDATE, TaskMethods.CANCEL -> Optional.of(TaskMethods.TASK_ID);
            default -> Optional.empty();
        };
    }

    private Spoken understand(JsonRpcMessage.Call call, RequestMeta meta, HeaderFields headers) {
        return switch (Methods.modern(call.method(), call.params(), meta)) {
            case Reading.Understood(McpRequest request) -> asked(call, request, headers);
            case Reading.BadParams(String reason) -> refused(200, call.id(), RpcCode.INVALID_PARAMS, reason);
            case Reading.Undeclared(ClientCapabilities wanted) ->
                new Spoken.Answered(writer.undeclared(call.id(), wanted.declaredTo(meta.version())));
            case Reading.UnknownMethod _ ->
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
        return refused(400, call.id(), RpcCode.HEADER_MISMATCH, reason);
    }

    private Spoken unsupported(JsonRpcMessage.Call call, String requested) {
        Json data = Json.object()
                .put("supported", ReplyWriter.supportedVersions())
                .put("requested", requested)
                .build();
        return new Spoken.Answered(writer.error(
                400, Optional.of(call.id()), RpcCode.UNSUPPORTED_VERSION, "Unsupported revision", Optional.of(data)));
    }

    private Spoken refused(int status, Json id, long code, String reason) {
        return new Spoken.Answered(writer.error(status, Optional.of(id), code, reason));
    }
}
