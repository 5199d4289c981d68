package dev.gatehouse.transport.face;

import dev.gatehouse.core.audit.CrashPoint;
import dev.gatehouse.transport.http.Responder;
import dev.gatehouse.transport.wire.WireReply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sends what the wire package wrote as whole HTTP responses. */
final class Replies {
    /** A body up to this size becomes one piece with its head; larger ones go to the socket as they are. */
    private static final int SMALL_MAX_BYTES = 8 * 1024;

    private static final Map.Entry<String, String> JSON = Map.entry("Content-Type", "application/json");

    private Replies() {}

    static void send(WireReply reply, Responder responder) {
        CrashPoint.BEFORE_LAST_BYTE.reached();
        List<Map.Entry<String, String>> headers = new ArrayList<>(reply.headers());
        if (reply.hasBody()) {
            headers.add(JSON);
        }
        responder.answer(reply.status(), headers, body(reply.parts()));
    }

    /** On a stream that is open already; statuses and headers come too late there. */
    static void send(List<WireReply> replies, MessageStream stream) {
        CrashPoint.BEFORE_LAST_BYTE.reached();
        for (WireReply reply : replies) {
            if (reply.hasBody()) {
                stream.send(reply.parts());
            }
        }
        stream.end();
    }

    private static ByteBuf body(List<ByteBuffer> parts) {
        int length = 0;
        for (ByteBuffer part : parts) {
            length += part.remaining();
        }
        ByteBuf body = length > SMALL_MAX_BYTES
                ? ByteBufAllocator.DEFAULT.directBuffer(length)
                : Unpooled.wrappedBuffer(new byte[length]).clear();
        parts.forEach(body::writeBytes);
        return body;
    }
}
