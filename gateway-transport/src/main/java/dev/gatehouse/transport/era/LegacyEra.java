package dev.gatehouse.transport.era;

import dev.gatehouse.core.call.Admission;
import dev.gatehouse.core.call.ParamCheck;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.FailureCode;
import dev.gatehouse.core.mcp.Implementation;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.transport.wire.JsonRpcMessage;
import dev.gatehouse.transport.wire.ReplyWriter;
import dev.gatehouse.transport.wire.RpcCode;
import dev.gatehouse.transport.wire.WireReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads requests of 2024-11-05 to 2025-11-25, which lean on a session that {@code initialize} opened. */
final class LegacyEra {
    /** Messages in one batch (2025-03-26). */
    static final int BATCH_MAX = 100;

    private static final String FIRST_DRAFT = "2024-10-07";

    private final Sessions sessions;
    private final ReplyWriter writer;

    LegacyEra(Sessions sessions, ReplyWriter writer) {
        this.sessions = sessions;
        this.writer = writer;
    }

    /** @param document one message, or an array of them where 2025-03-26 was agreed on */
    Spoken read(Json document, HeaderFields headers, Admission.Admitted admitted) {
        if (document.isArray()) {
            return inSession(headers, admitted, Optional.empty(), session -> batch(document, headers, session));
        }
        JsonRpcMessage message = JsonRpcMessage.of(document);
        return switch (message) {
            case JsonRpcMessage.Malformed malformed -> malformed(malformed);
            case JsonRpcMessage.Call call
            when call.method().equals("initialize") -> initialize(call, headers, admitted);
            case JsonRpcMessage.Call call ->
                inSession(headers, admitted, Optional.of(call.id()), session -> read(call, headers, session));
            default -> inSession(headers, admitted, Optional.empty(), session -> read(message, headers, session));
        };
    }

    /** Ends the session a DELETE names: 204, or what any request in a session that is no more gets. */
    WireReply end(HeaderFields headers, Admission.Admitted admitted) {
        Spoken spoken = inSession(headers, admitted, Optional.empty(), session -> {
            sessions.end(session);
            return new Spoken.Answered(new WireReply(204, List.of(), List.of()));
        });
        return spoken instanceof Spoken.Answered(WireReply reply) ? reply : WireReply.accepted();
    }

    /** A revision nobody knows is answered with our latest (2025-11-25 basic/lifecycle "Version Negotiation"). */
    private Spoken initialize(JsonRpcMessage.Call call, HeaderFields headers, Admission.Admitted admitted) {
        Json params = call.params();
        Optional<String> asked = params.text("protocolVersion");
        Json capabilities = params.member("capabilities").filter(Json::isObject).orElse(Json.EMPTY_OBJECT);
        if (asked.isEmpty()) {
            return error(200, Optional.of(call.id()), RpcCode.INVALID_PARAMS, "protocolVersion must be a string");
        }
        if (capabilities.length() > Sessions.CAPABILITIES_MAX_BYTES) {
            String limit = "capabilities exceed " + Sessions.CAPABILITIES_MAX_BYTES + " bytes";
            return error(200, Optional.of(call.id()), RpcCode.INVALID_PARAMS, limit);
        }
        ProtocolVersion version = agreed(asked.get());
        Optional<Implementation> client = params.member("clientInfo").flatMap(Metas::implementation);
        String sessionId = sessions.open(admitted, version, capabilities, client);
        RequestMeta meta = new RequestMeta(
                version,
                client,
                ClientCapabilities.of(capabilities),
                Metas.traceParent(Metas.metaOf(params), headers),
                Optional.empty(),
                Optional.empty(),
                Json.EMPTY_OBJECT);
        return new Spoken.Asked(
                call.id(), new McpRequest.Discover(meta), ParamCheck.NONE, Optional.of(sessionId), Optional.empty());
    }

    private static ProtocolVersion agreed(String asked) {
        if (asked.equals(FIRST_DRAFT)) {
            return ProtocolVersion.V2024_11_05;
        }
        return ProtocolVersion.ofWireName(asked)
                .filter(version -> !version.isModern())
                .orElse(ProtocolVersion.LATEST_LEGACY);
    }

    private Spoken read(JsonRpcMessage message, HeaderFields headers, Session session) {
        return switch (message) {
            case JsonRpcMessage.Malformed malformed -> malformed(malformed);
            case JsonRpcMessage.Response _ -> new Spoken.Answered(WireReply.accepted());
            case JsonRpcMessage.Notification notification -> notified(notification, session);
            case JsonRpcMessage.Call call -> call(call, headers, session);
        };
    }

    private static Spoken notified(JsonRpcMessage.Notification notification, Session session) {
        Optional<Json> id = notification.params().member("requestId");
        return notification.method().equals("notifications/cancelled") && id.isPresent()
                ? new Spoken.Withdrawn(cancelKey(session, id.get()))
                : new Spoken.Answered(WireReply.accepted());
    }

    private Spoken call(JsonRpcMessage.Call call, HeaderFields headers, Session session) {
        if (call.method().equals("ping")) {
            return new Spoken.Answered(writer.result(call.id(), Json.EMPTY_OBJECT));
        }
        Json meta = Metas.metaOf(call.params());
        RequestMeta known = new RequestMeta(
                session.version(),
                session.clientInfo(),
                ClientCapabilities.of(session.clientCapabilities()),
                Metas.traceParent(meta, headers),
                Metas.progressToken(meta),
                Optional.empty(),
                Json.EMPTY_OBJECT);
        return switch (Methods.read(call.method(), call.params(), known)) {
            case Methods.Reading.Understood(McpRequest request) ->
                new Spoken.Asked(
                        call.id(),
                        request,
                        ParamCheck.NONE,
                        Optional.empty(),
                        Optional.of(cancelKey(session, call.id())));
            case Methods.Reading.BadParams(String reason) ->
                error(200, Optional.of(call.id()), RpcCode.INVALID_PARAMS, reason);
            case Methods.Reading.UnknownMethod _ ->
                new Spoken.Answered(
                        writer.failed(call.id(), FailureCode.METHOD_NOT_FOUND, "Method not found", session.version()));
        };
    }

    private Spoken batch(Json document, HeaderFields headers, Session session) {
        List<Json> elements = document.elements();
        if (session.version() != ProtocolVersion.V2025_03_26) {
            return error(400, Optional.empty(), RpcCode.INVALID_REQUEST, "this revision has no batches");
        }
        if (elements.isEmpty() || elements.size() > BATCH_MAX) {
            return error(400, Optional.empty(), RpcCode.INVALID_REQUEST, "a batch holds 1-" + BATCH_MAX + " messages");
        }
        List<Spoken> read = new ArrayList<>();
        for (Json element : elements) {
            JsonRpcMessage message = JsonRpcMessage.of(element);
            boolean opens =
                    message instanceof JsonRpcMessage.Call call && call.method().equals("initialize");
            read.add(opens ? malformed(initializeInBatch(message)) : read(message, headers, session));
        }
        return new Spoken.Batch(read);
    }

    private static JsonRpcMessage.Malformed initializeInBatch(JsonRpcMessage message) {
        Optional<Json> id = message instanceof JsonRpcMessage.Call call ? Optional.of(call.id()) : Optional.empty();
        return new JsonRpcMessage.Malformed(id, "initialize must not stand in a batch");
    }

    /** What to do once the session is known. */
    @FunctionalInterface
    private interface InSession {
        Spoken read(Session session);
    }

    private Spoken inSession(HeaderFields headers, Admission.Admitted admitted, Optional<Json> id, InSession next) {
        Optional<String> wrong = wrongVersion(headers);
        if (wrong.isPresent()) {
            return error(400, id, RpcCode.INVALID_REQUEST, wrong.get());
        }
        Optional<String> sealed = headers.one(HeaderFields.SESSION_ID);
        if (sealed.isEmpty()) {
            return error(400, id, RpcCode.INVALID_REQUEST, "Mcp-Session-Id is missing: initialize first");
        }
        return sessions.find(sealed.get(), admitted)
                .map(next::read)
                .orElseGet(() -> error(404, id, RpcCode.INVALID_REQUEST, "Session not found: initialize again"));
    }

    private static Optional<String> wrongVersion(HeaderFields headers) {
        List<String> said = headers.all(HeaderFields.PROTOCOL_VERSION);
        boolean known = said.isEmpty()
                || (said.size() == 1
                        && ProtocolVersion.ofWireName(said.getFirst())
                                .filter(version -> !version.isModern())
                                .isPresent());
        return known ? Optional.empty() : Optional.of("MCP-Protocol-Version names no revision served here");
    }

    private static String cancelKey(Session session, Json id) {
        return session.id() + "/" + id;
    }

    private Spoken malformed(JsonRpcMessage.Malformed malformed) {
        return error(400, malformed.id(), RpcCode.INVALID_REQUEST, malformed.reason());
    }

    private Spoken error(int status, Optional<Json> id, long code, String message) {
        return new Spoken.Answered(writer.error(status, id, code, message));
    }
}
