package dev.gatehouse.transport.client.http;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** Puts the parts of one answer's body together: events as they come, anything else whole. Used on one loop. */
final class BodyCollector {
    enum Next {
        MORE,
        PAUSE,
        TOO_LARGE
    }

    private final HttpExchange exchange;
    private final @Nullable SseParser events;
    private final ByteArrayOutputStream whole = new ByteArrayOutputStream();
    private long total;
    private boolean hasRoom = true;

    BodyCollector(AnswerHead head, HttpExchange exchange) {
        this.exchange = exchange;
        this.events = head.contentType() == AnswerHead.ContentType.EVENT_STREAM && head.status() == 200
                ? new SseParser(this::event)
                : null;
    }

    Next take(byte[] bytes) {
        total += bytes.length;
        if (events == null) {
            if (total > AnswerHandler.BODY_MAX_BYTES) {
                return Next.TOO_LARGE;
            }
            whole.writeBytes(bytes);
            return Next.MORE;
        }
        hasRoom = true;
        if (total > AnswerHandler.STREAM_MAX_BYTES || !events.feed(bytes, 0, bytes.length)) {
            return Next.TOO_LARGE;
        }
        exchange.reached(events.lastEventId(), events.retry());
        return hasRoom ? Next.MORE : Next.PAUSE;
    }

    Piece last() {
        return events == null ? new Piece.Body(whole.toByteArray()) : new Piece.StreamEnd();
    }

    private void event(byte[] data) {
        hasRoom = exchange.event(data);
    }
}
