package dev.gatehouse.transport.face;

import dev.gatehouse.core.call.Admission;
import dev.gatehouse.core.identity.AccessToken;
import dev.gatehouse.transport.era.HeaderFields;
import dev.gatehouse.transport.http.RequestHead;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Somebody who was let in, with what they said of themselves on the way. */
record Caller(Admission.Admitted admitted, Optional<AccessToken> token, RequestHead head) {
    private static final String EVENTS = "text/event-stream";

    HeaderFields fields() {
        return new HeaderFields() {
            @Override
            public List<String> all(CharSequence name) {
                return head.headers().getAll(name);
            }

            @Override
            public Optional<String> one(CharSequence name) {
                return head.only(name);
            }
        };
    }

    /** Whether the client named event streams: a mere wildcard comes from tools that read one body. */
    boolean takesEvents() {
        return takesEvents(head);
    }

    static boolean takesEvents(RequestHead head) {
        Iterator<String> accepted = head.headers().valueStringIterator(HttpHeaderNames.ACCEPT);
        while (accepted.hasNext()) {
            String accept = accepted.next();
            if (accept.contains(EVENTS) || accept.toLowerCase(Locale.ROOT).contains(EVENTS)) {
                return true;
            }
        }
        return false;
    }
}
