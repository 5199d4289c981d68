package dev.gatehouse.transport.client.road;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Puts the parts of one answer's body together: events as they come, anything else whole. Used on one loop. */
final class BodyCollector implements SseParser.Events {
    enum Next {
        MORE,
        /** Stop reading until somebody took what is there. */
        PAUSE,
        TOO_LARGE,
        /** The byte budget has no room: nothing was taken. */
        UNAFFORDABLE
    }

    private static final byte[] NOTHING = {};

    private final HttpExchange exchange;
    private final @Nullable SseParser events;
    private final long declared;
    private byte[] whole = NOTHING;
    private long total;
    private boolean hasRoom = true;

    /** @param declared the Content-Length, or -1 */
    BodyCollector(AnswerHead head, long declared, HttpExchange exchange) {
        this.exchange = exchange;
        this.declared = declared;
        this.events = head.contentType() == AnswerHead.ContentType.EVENT_STREAM && head.status() == 200
                ? new SseParser(this)
                : null;
    }

    Next take(ByteBuf bytes) {
        return events == null ? append(bytes) : feed(events, bytes);
    }

    Piece last() {
        if (events != null) {
            return new Piece.StreamEnd();
        }
        return new Piece.Body(total == whole.length ? whole : Arrays.copyOf(whole, (int) total));
    }

    private Next feed(SseParser parser, ByteBuf bytes) {
        int count = bytes.readableBytes();
        if (total + count > AnswerHandler.STREAM_MAX_BYTES && !exchange.isEndless()) {
            return Next.TOO_LARGE;
        }
        // Parts that are put together double their room as they grow.
        if (!exchange.affords(2L * (parser.held() + count))) {
            return Next.UNAFFORDABLE;
        }
        total += count;
        hasRoom = true;
        if (!parser.feed(ByteBufUtil.getBytes(bytes), 0, count)) {
            return Next.TOO_LARGE;
        }
        exchange.reached(parser.lastEventId(), parser.retry());
        return hasRoom ? Next.MORE : Next.PAUSE;
    }

    private Next append(ByteBuf bytes) {
        int count = bytes.readableBytes();
        long needed = total + count;
        if (needed > AnswerHandler.BODY_MAX_BYTES) {
            return Next.TOO_LARGE;
        }
        if (needed > whole.length && !grow(needed)) {
            return Next.UNAFFORDABLE;
        }
        bytes.getBytes(bytes.readerIndex(), whole, (int) total, count);
        total = needed;
        return Next.MORE;
    }

    /** A declared length is only believed as far as the bytes follow: it alone holds nothing. */
    private boolean grow(long needed) {
        long wanted = Math.max(needed, Math.min(AnswerHandler.BODY_MAX_BYTES, 2L * whole.length));
        int size = (int) (declared >= needed ? Math.min(declared, wanted) : wanted);
        if (!exchange.affords(size)) {
            return false;
        }
        whole = Arrays.copyOf(whole, size);
        return true;
    }

    @Override
    public void message(byte[] data) {
        hasRoom = exchange.hand(new Piece.Event(data), data.length);
    }

    @Override
    public void endpoint(byte[] data) {
        hasRoom = exchange.hand(new Piece.Endpoint(data), data.length);
    }
}
