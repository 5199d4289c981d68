package dev.gatehouse.transport.era;

import dev.gatehouse.core.call.Admission;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.identity.Sealer;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.transport.wire.JsonRpcMessage;
import dev.gatehouse.transport.wire.McpHeaders;
import dev.gatehouse.transport.wire.ReplyWriter;
import dev.gatehouse.transport.wire.RpcCode;
import java.util.Optional;
import java.util.function.Function;

/** Tells the two eras apart and has each read what is its own (2026-07-28 basic/versioning). */
public final class Eras {
    private static final Handshake.Agreed NOTHING_AGREED =
            new Handshake.Agreed(ProtocolVersion.V2024_11_05, Json.EMPTY_OBJECT, Optional.empty());

    private final Sessions sessions;
    private final ModernEra modern;
    private final LegacyHttp legacy;
    private final ReplyWriter writer;

    public Eras(Sealer sealer, Clocks clocks, LogLevels levels, ReplyWriter writer) {
        this.sessions = new Sessions(sealer, clocks);
        this.modern = new ModernEra(writer);
        this.legacy = new LegacyHttp(sessions, new LegacyEra(levels, writer), writer);
        this.writer = writer;
    }

    /** Reads one body posted to the endpoint of Streamable HTTP; the caller gives the array up. */
    public Spoken read(byte[] body, HeaderFields headers, Admission.Admitted admitted) {
        return document(body, document -> read(document, headers, admitted));
    }

    /**
     * Reads one body posted for a connection of HTTP+SSE. An {@code initialize} comes back with the session that takes
     * the place of this one.
     */
    public Spoken readIn(Session connection, byte[] body, HeaderFields headers) {
        return document(body, document -> legacy.readIn(connection, document, headers));
    }

    /** The session of a new HTTP+SSE connection, until its client initializes: of 2024-11-05, able to answer nothing. */
    public Session connection(Admission.Admitted admitted) {
        return sessions.open(admitted, NOTHING_AGREED);
    }

    /** The legacy session that a request without a body, a GET or a DELETE, names. */
    public Attendance session(HeaderFields headers, Admission.Admitted admitted) {
        return legacy.session(headers, admitted, Optional.empty());
    }

    /** Whoever presents the session later is told that there is none. */
    public void end(Session session) {
        sessions.end(session);
    }

    /** Whether the request claims a revision without sessions, one that is still to come included. */
    public static boolean isModern(HeaderFields headers) {
        for (String version : headers.all(McpHeaders.PROTOCOL_VERSION)) {
            if (isModern(version)) {
                return true;
            }
        }
        return false;
    }

    private Spoken document(byte[] body, Function<Json, Spoken> next) {
        Json document;
        try {
            document = Json.read(body);
        } catch (JsonSyntaxException e) {
            long code = e.isLimit() ? RpcCode.INVALID_REQUEST : RpcCode.PARSE_ERROR;
            return new Spoken.Answered(
                    writer.error(400, Optional.empty(), code, e.reason() + " at byte " + e.offset()));
        }
        return next.apply(document);
    }

    private Spoken read(Json document, HeaderFields headers, Admission.Admitted admitted) {
        boolean claimed = isModern(headers);
        if (document.isArray()) {
            boolean smuggled = claimed || document.elements().stream().anyMatch(Eras::hasEnvelope);
            return smuggled ? batchRefused() : legacy.read(document, headers, admitted);
        }
        return claimed || hasEnvelope(document)
                ? modern.read(JsonRpcMessage.of(document), headers)
                : legacy.read(document, headers, admitted);
    }

    private Spoken batchRefused() {
        String reason = "batches ended with 2025-03-26";
        return new Spoken.Answered(writer.error(400, Optional.empty(), RpcCode.INVALID_REQUEST, reason));
    }

    private static boolean hasEnvelope(Json message) {
        return message.member("params")
                .flatMap(params -> params.member("_meta"))
                .flatMap(meta -> meta.member(Metas.VERSION_KEY))
                .isPresent();
    }

    private static boolean isModern(String version) {
        boolean dated = version.length() == 10 && version.charAt(4) == '-' && version.charAt(7) == '-';
        return dated && version.compareTo(ProtocolVersion.V2026_07_28.wireName()) >= 0;
    }
}
