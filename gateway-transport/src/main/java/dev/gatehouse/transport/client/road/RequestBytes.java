package dev.gatehouse.transport.client.road;

import dev.gatehouse.core.json.Json;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.nio.charset.StandardCharsets;

/**
 * Writes requests to one upstream as the bytes of HTTP/1.1, head and body in one piece, on the thread that sends them: the
 * loop only has to hand them to the socket. Names and values are those that {@link HttpHeaders} has checked.
 */
public final class RequestBytes {
    private static final String LINE_END = "\r\n";
    /** What a request says besides its start and its body, mostly. */
    private static final int OWN_FIELDS_BYTES = 384;

    private final byte[] post;
    private final byte[] get;
    private final byte[] delete;
    private final HttpHeaders fixed;

    /** @param fixed fields that are the same on every request */
    RequestBytes(String target, HttpHeaders fixed) {
        this.post = start(
                HttpMethod.POST,
                target,
                fixed,
                "content-type: application/json\r\naccept: application/json, text/event-stream\r\n");
        this.get = start(HttpMethod.GET, target, fixed, "accept: text/event-stream\r\n");
        this.delete = start(HttpMethod.DELETE, target, fixed, "");
        this.fixed = fixed;
    }

    ByteBuf post(Json message, HttpHeaders own) {
        ByteBuf request = begin(post, own, message.length());
        text(request, "content-length: ");
        text(request, Integer.toString(message.length()));
        text(request, LINE_END + LINE_END);
        request.ensureWritable(message.length());
        int written = message.copyTo(request.array(), request.arrayOffset() + request.writerIndex());
        return request.writerIndex(request.writerIndex() + written);
    }

    /** The same to another address. */
    RequestBytes to(String target) {
        return new RequestBytes(target, fixed);
    }

    ByteBuf get(HttpHeaders own) {
        return text(begin(get, own, 0), LINE_END);
    }

    ByteBuf delete(HttpHeaders own) {
        return text(begin(delete, own, 0), LINE_END);
    }

    private static byte[] start(HttpMethod method, String target, HttpHeaders fixed, String more) {
        byte[] line = (method + " " + target + " HTTP/1.1" + LINE_END).getBytes(StandardCharsets.ISO_8859_1);
        return ByteBufUtil.getBytes(text(begin(line, fixed, more.length()), more));
    }

    /** @param more bytes that will follow */
    private static ByteBuf begin(byte[] start, HttpHeaders fields, int more) {
        ByteBuf request =
                Unpooled.buffer(start.length + OWN_FIELDS_BYTES + more).writeBytes(start);
        fields.iteratorCharSequence().forEachRemaining(field -> {
            text(request, field.getKey());
            text(request, ": ");
            text(request, field.getValue());
            text(request, LINE_END);
        });
        return request;
    }

    /** What ISO 8859-1 does not have becomes a question mark. */
    private static ByteBuf text(ByteBuf request, CharSequence text) {
        request.writeCharSequence(text, StandardCharsets.ISO_8859_1);
        return request;
    }
}
