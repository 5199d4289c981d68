package dev.gatehouse.audit.event;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import java.util.Optional;
import java.util.OptionalLong;

/** The written form of {@link AuditEvent}, version {@value #VERSION}. */
public final class EventCodec {
    static final int VERSION = 1;

    private EventCodec() {}

    /**
     * The written form, at most {@code bytesMax} long: a payload that does not fit is left out, its digest and length
     * stay, and the event says so. Over-long foreign text is cut to {@link EventObject#TEXT_CHARS_MAX} characters, and
     * the guard looks at all of it.
     */
    public static EncodedEvent encode(AuditEvent event, int keepDays, int bytesMax, EventGuard guard) {
        EncodedEvent whole = EventWriter.write(event, keepDays, guard);
        return whole.bytes() <= bytesMax || whole.kept().isEmpty() ? whole : whole.withoutKept();
    }

    /** The written form, checked to be JSON and of this version. */
    public static Json open(byte[] head) throws UnreadableEventException {
        try {
            Json event = Json.read(head);
            if (!event.member("v").map(Json::integer).equals(Optional.of(OptionalLong.of(VERSION)))) {
                throw new UnreadableEventException("written by another version");
            }
            return event;
        } catch (JsonSyntaxException e) {
            throw new UnreadableEventException("not JSON: " + e.getMessage(), e);
        }
    }
}
