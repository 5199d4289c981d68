package dev.gatehouse.transport.era;

import dev.gatehouse.core.call.ParamCheck;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.FailureCode;
import dev.gatehouse.core.mcp.LogLevel;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.transport.wire.JsonRpcMessage;
import dev.gatehouse.transport.wire.McpHeaders;
import dev.gatehouse.transport.wire.ReplyWriter;
import dev.gatehouse.transport.wire.RpcCode;
import dev.gatehouse.transport.wire.WireReply;
import java.util.List;
import java.util.Optional;

/** Reads what is said in a session of 2024-11-05 to 2025-11-25, whatever transport carries it. */
final class LegacyEra {
    /** Messages in one batch (2025-03-26). */
    static final int BATCH_MAX = 100;

    private static final String INITIALIZE = "initialize";
    /** Until a session sets a level; which messages it gets then is the server's choice (server/utilities/logging). */
    private static final LogLevel LEVEL_UNSET = LogLevel.INFO;

    private final LogLevels levels;
    private final ReplyWriter writer;

    LegacyEra(LogLevels levels, ReplyWriter writer) {
        this.levels = levels;
        this.writer = writer;
    }

    static boolean isInitialize(JsonRpcMessage message) {
        return message instanceof JsonRpcMessage.Call call && call.method().equals(INITIALIZE);
    }

    /** @param sessionId sent with the result, where the client has to carry the session itself */
    static Spoken opened(
            JsonRpcMessage.Call call, Session session, Optional<String> sessionId, Optional<String> traceHeader) {
        RequestMeta meta = Metas.legacy(session, Optional.empty(), Metas.metaOf(call.params()), traceHeader);
        return new Spoken.Asked(
                call.id(), new McpRequest.Discover(meta), ParamCheck.NONE, Optional.of(session), sessionId);
    }

    Spoken read(JsonRpcMessage message, HeaderFields headers, Session session) {
        return switch (message) {
            case JsonRpcMessage.Malformed malformed -> malformed(malformed);
            case JsonRpcMessage.Response response -> new Spoken.Returned(session, response);
            case JsonRpcMessage.Notification notification -> notified(notification, session);
            case JsonRpcMessage.Call call -> call(call, headers, session);
        };
    }

    /** Several messages at once, where 2025-03-26 was agreed on. */
    Spoken batch(List<Json> elements, HeaderFields headers, Session session) {
        if (session.version() != ProtocolVersion.V2025_03_26) {
            return refused(400, Optional.empty(), RpcCode.INVALID_REQUEST, "this revision has no batches");
        }
        if (elements.isEmpty() || elements.size() > BATCH_MAX) {
            return refused(
                    400, Optional.empty(), RpcCode.INVALID_REQUEST, "a batch holds 1-" + BATCH_MAX + " messages");
        }
        return new Spoken.Batch(elements.stream()
                .map(JsonRpcMessage::of)
                .map(message -> isInitialize(message) ? malformed(inBatch(message)) : read(message, headers, session))
                .toList());
    }

    Spoken malformed(JsonRpcMessage.Malformed malformed) {
        return refused(400, malformed.id(), RpcCode.INVALID_REQUEST, malformed.reason());
    }

    /** All but a withdrawal is taken and means nothing here: roots are asked for when an upstream asks for them. */
    private static Spoken notified(JsonRpcMessage.Notification notification, Session session) {
        Optional<Json> id = notification.params().member("requestId");
        return notification.method().equals("notifications/cancelled") && id.isPresent()
                ? new Spoken.Withdrawn(session.cancelKey(id.get()))
                : new Spoken.Answered(WireReply.accepted());
    }

    private Spoken call(JsonRpcMessage.Call call, HeaderFields headers, Session session) {
        return switch (call.method()) {
            case "ping" -> new Spoken.Answered(writer.result(call.id(), Json.EMPTY_OBJECT));
            case "logging/setLevel" -> levelSet(call, session);
            default -> ask(call, headers, session);
        };
    }

    private Spoken levelSet(JsonRpcMessage.Call call, Session session) {
        return call.params()
                .text("level")
                .flatMap(LogLevel::ofWireName)
                .<Spoken>map(level -> new Spoken.LevelSet(call.id(), session, level))
                .orElseGet(() -> refused(
                        200,
                        Optional.of(call.id()),
                        RpcCode.INVALID_PARAMS,
                        "level must be one of debug to emergency"));
    }

    private Spoken ask(JsonRpcMessage.Call call, HeaderFields headers, Session session) {
        Json meta = Metas.metaOf(call.params());
        Optional<String> trace = headers.one(McpHeaders.TRACE_PARENT);
        RequestMeta known = Metas.legacy(session, level(session), meta, trace);
        return switch (Methods.legacy(call.method(), call.params(), known)) {
            case Reading.Understood(McpRequest request) ->
                new Spoken.Asked(call.id(), request, ParamCheck.NONE, Optional.of(session), Optional.empty());
            case Reading.BadParams(String reason) ->
                refused(200, Optional.of(call.id()), RpcCode.INVALID_PARAMS, reason);
            // A legacy revision knows of no extension that a method could need.
            case Reading.UnknownMethod _, Reading.Undeclared _ ->
                new Spoken.Answered(
                        writer.failed(call.id(), FailureCode.METHOD_NOT_FOUND, "Method not found", session.version()));
        };
    }

    private Optional<LogLevel> level(Session session) {
        return Optional.of(levels.of(session).orElse(LEVEL_UNSET));
    }

    private static JsonRpcMessage.Malformed inBatch(JsonRpcMessage message) {
        Optional<Json> id = message instanceof JsonRpcMessage.Call call ? Optional.of(call.id()) : Optional.empty();
        return new JsonRpcMessage.Malformed(id, "initialize must not stand in a batch");
    }

    Spoken refused(int status, Optional<Json> id, long code, String message) {
        return new Spoken.Answered(writer.error(status, id, code, message));
    }
}
