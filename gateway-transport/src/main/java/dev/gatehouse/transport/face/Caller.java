package dev.gatehouse.transport.face;

import dev.gatehouse.core.call.Admission;
import dev.gatehouse.core.identity.AccessToken;
import dev.gatehouse.transport.era.HeaderFields;
import dev.gatehouse.transport.http.RequestHead;
import java.util.Locale;
import java.util.Optional;

/** Somebody who was let in, with what they said of themselves on the way. */
record Caller(Admission.Admitted admitted, Optional<AccessToken> token, RequestHead head) {
    private static final String EVENTS = "text/event-stream";

    HeaderFields fields() {
        return head.headers()::getAll;
    }

    /** Whether the client named event streams: a mere wildcard comes from tools that read one body. */
    boolean takesEvents() {
        return takesEvents(head);
    }

    static boolean takesEvents(RequestHead head) {
        return head.headers().getAll("accept").stream()
                .anyMatch(accept -> accept.toLowerCase(Locale.ROOT).contains(EVENTS));
    }
}
