package dev.gatehouse.transport.era;

import dev.gatehouse.core.call.Admission;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.identity.Sealer;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.transport.wire.JsonRpcMessage;
import dev.gatehouse.transport.wire.ReplyWriter;
import dev.gatehouse.transport.wire.RpcCode;
import dev.gatehouse.transport.wire.WireReply;
import java.util.Optional;

/** Tells the two eras apart and has each read what is its own (2026-07-28 basic/versioning). */
public final class Eras {
    private final ModernEra modern;
    private final LegacyEra legacy;
    private final ReplyWriter writer;

    public Eras(Sealer sealer, Clocks clocks, ReplyWriter writer) {
        this.modern = new ModernEra(writer);
        this.legacy = new LegacyEra(new Sessions(sealer, clocks), writer);
        this.writer = writer;
    }

    /** Reads one posted body; the caller gives the array up. */
    public Spoken read(byte[] body, HeaderFields headers, Admission.Admitted admitted) {
        Json document;
        try {
            document = Json.read(body);
        } catch (JsonSyntaxException e) {
            long code = e.isLimit() ? RpcCode.INVALID_REQUEST : RpcCode.PARSE_ERROR;
            return new Spoken.Answered(
                    writer.error(400, Optional.empty(), code, e.reason() + " at byte " + e.offset()));
        }
        boolean modernHeader =
                headers.all(HeaderFields.PROTOCOL_VERSION).stream().anyMatch(Eras::isModern);
        if (document.isArray()) {
            boolean smuggled = modernHeader || document.elements().stream().anyMatch(Eras::hasEnvelope);
            return smuggled ? batchRefused() : legacy.read(document, headers, admitted);
        }
        return modernHeader || hasEnvelope(document)
                ? modern.read(JsonRpcMessage.of(document), headers)
                : legacy.read(document, headers, admitted);
    }

    /** Ends a legacy session. */
    public WireReply end(HeaderFields headers, Admission.Admitted admitted) {
        return legacy.end(headers, admitted);
    }

    private Spoken batchRefused() {
        String reason = "batches ended with 2025-03-26";
        return new Spoken.Answered(writer.error(400, Optional.empty(), RpcCode.INVALID_REQUEST, reason));
    }

    private static boolean hasEnvelope(Json message) {
        return message.member("params")
                .flatMap(params -> params.member("_meta"))
                .flatMap(meta -> meta.member(ModernEra.VERSION_KEY))
                .isPresent();
    }

    /** Also of revisions still to come: they are modern, and refused as such. */
    private static boolean isModern(String version) {
        boolean dated = version.length() == 10 && version.charAt(4) == '-' && version.charAt(7) == '-';
        return dated && version.compareTo(ProtocolVersion.V2026_07_28.wireName()) >= 0;
    }
}
