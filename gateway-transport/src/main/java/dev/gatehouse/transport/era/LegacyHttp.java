package dev.gatehouse.transport.era;

import dev.gatehouse.core.call.Admission;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.transport.wire.JsonRpcMessage;
import dev.gatehouse.transport.wire.McpHeaders;
import dev.gatehouse.transport.wire.ReplyWriter;
import dev.gatehouse.transport.wire.RpcCode;
import dev.gatehouse.transport.wire.WireReply;
import java.util.List;
import java.util.Optional;

/**
 * How legacy revisions find their session: sealed in {@code Mcp-Session-Id} on Streamable HTTP (2025-11-25
 * basic/transports "Session Management"), in the connection on HTTP+SSE (2024-11-05 basic/transports).
 */
final class LegacyHttp {
    private final Sessions sessions;
    private final LegacyEra era;
    private final ReplyWriter writer;

    LegacyHttp(Sessions sessions, LegacyEra era, ReplyWriter writer) {
        this.sessions = sessions;
        this.era = era;
        this.writer = writer;
    }

    /** Streamable HTTP. */
    Spoken read(Json document, HeaderFields headers, Admission.Admitted admitted) {
        if (document.isArray()) {
            return in(
                    session(headers, admitted, Optional.empty()),
                    session -> era.batch(document.elements(), headers, session));
        }
        JsonRpcMessage message = JsonRpcMessage.of(document);
        return switch (message) {
            case JsonRpcMessage.Malformed malformed -> era.malformed(malformed);
            case JsonRpcMessage.Call call when LegacyEra.isInitialize(call) -> initialize(call, headers, admitted);
            case JsonRpcMessage.Call call ->
                in(session(headers, admitted, Optional.of(call.id())), session -> era.read(message, headers, session));
            default -> in(session(headers, admitted, Optional.empty()), session -> era.read(message, headers, session));
        };
    }

    /** HTTP+SSE. {@code initialize} is answered in the session it makes of this one. */
    Spoken readIn(Session connection, Json document, HeaderFields headers) {
        if (document.isArray()) {
            return era.batch(document.elements(), headers, connection);
        }
        JsonRpcMessage message = JsonRpcMessage.of(document);
        return message instanceof JsonRpcMessage.Call call && LegacyEra.isInitialize(call)
                ? initialize(call, headers, agreed -> new Opened(connection.agreedOn(agreed), Optional.empty()))
                : era.read(message, headers, connection);
    }

    Attendance session(HeaderFields headers, Admission.Admitted admitted, Optional<Json> id) {
        if (!namesOurs(headers.all(McpHeaders.PROTOCOL_VERSION))) {
            return away(400, id, "MCP-Protocol-Version names no revision served here");
        }
        Optional<String> sealed = headers.one(McpHeaders.SESSION_ID);
        if (sealed.isEmpty()) {
            return away(400, id, "Mcp-Session-Id is missing: initialize first");
        }
        return sessions.find(sealed.get(), admitted)
                .<Attendance>map(Attendance.Present::new)
                .orElseGet(() -> away(404, id, "Session not found: initialize again"));
    }

    /** Without the header the session's own revision counts. */
    private static boolean namesOurs(List<String> said) {
        return said.isEmpty()
                || (said.size() == 1
                        && ProtocolVersion.ofWireName(said.getFirst())
                                .filter(version -> !version.isModern())
                                .isPresent());
    }

    private Spoken initialize(JsonRpcMessage.Call call, HeaderFields headers, Admission.Admitted admitted) {
        return initialize(call, headers, agreed -> {
            Session session = sessions.open(admitted, agreed);
            return new Opened(session, Optional.of(sessions.sealed(session)));
        });
    }

    private record Opened(Session session, Optional<String> sealed) {}

    @FunctionalInterface
    private interface Opening {
        Opened open(Handshake.Agreed agreed);
    }

    private Spoken initialize(JsonRpcMessage.Call call, HeaderFields headers, Opening opening) {
        return switch (Handshake.read(call.params())) {
            case Handshake.BadParams(String reason) ->
                era.refused(200, Optional.of(call.id()), RpcCode.INVALID_PARAMS, reason);
            case Handshake.Agreed agreed -> {
                Opened opened = opening.open(agreed);
                yield LegacyEra.opened(call, opened.session(), opened.sealed(), headers.one(McpHeaders.TRACE_PARENT));
            }
        };
    }

    /** What to do once the session is known. */
    @FunctionalInterface
    private interface InSession {
        Spoken read(Session session);
    }

    private static Spoken in(Attendance attendance, InSession next) {
        return switch (attendance) {
            case Attendance.Present(Session session) -> next.read(session);
            case Attendance.Away(WireReply reply) -> new Spoken.Answered(reply);
        };
    }

    private Attendance away(int status, Optional<Json> id, String reason) {
        return new Attendance.Away(writer.error(status, id, RpcCode.INVALID_REQUEST, reason));
    }
}
