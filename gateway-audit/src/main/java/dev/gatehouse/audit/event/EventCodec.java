package dev.gatehouse.audit.event;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import java.util.Optional;

/** Between {@link AuditEvent} and its written form, version {@value #VERSION}. */
public final class EventCodec {
    static final int VERSION = 1;

    private EventCodec() {}

    /**
     * The written form, at most {@code bytesMax} long: a payload that does not fit is left out, its digest and length
     * stay, and the event says so. Over-long foreign text is cut to {@link EventWriter#TEXT_CHARS_MAX} characters.
     */
    public static EncodedEvent encode(AuditEvent event, int bytesMax) {
        EncodedEvent whole = EventWriter.write(event);
        return whole.bytes() <= bytesMax || whole.kept().isEmpty() ? whole : whole.withoutKept();
    }

    /** Reads an event back, payload included. */
    public static AuditEvent decode(byte[] head, byte[] kept) throws UnreadableEventException {
        try {
            Optional<Json> payload = kept.length == 0 ? Optional.empty() : Optional.of(Json.read(kept));
            return EventReader.read(Json.read(head), payload);
        } catch (JsonSyntaxException e) {
            throw new UnreadableEventException("not JSON: " + e.getMessage(), e);
        }
    }

    /** Reads an event back without its payload, which stays the bytes it is. */
    public static AuditEvent decodeHead(byte[] head) throws UnreadableEventException {
        return decode(head, new byte[0]);
    }
}
