package dev.gatehouse.transport.client.road;

import dev.gatehouse.core.json.Json;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes requests to one upstream as the bytes of HTTP/1.1, head and body in one piece, on the thread that sends them: the
 * loop only has to hand them to the socket. Names and values are those that {@link HttpHeaders} has checked.
 */
public final class RequestBytes {
    private static final String LINE_END = "\r\n";
    private static final int OWN_FIELDS_CHARS = 256;

    private final String post;
    private final String get;
    private final String delete;
    private final HttpHeaders fixed;

    /** @param fixed fields that are the same on every request */
    RequestBytes(String target, HttpHeaders fixed) {
        this.post = start(HttpMethod.POST, target, fixed)
                + "content-type: application/json\r\naccept: application/json, text/event-stream\r\n";
        this.get = start(HttpMethod.GET, target, fixed) + "accept: text/event-stream\r\n";
        this.fixed = fixed;
        this.delete = start(HttpMethod.DELETE, target, fixed);
    }

    ByteBuf post(Json message, HttpHeaders own) {
        byte[] head = latin1(head(post, own)
                .append("content-length: ")
                .append(message.length())
                .append(LINE_END)
                .append(LINE_END));
        byte[] request = Arrays.copyOf(head, head.length + message.length());
        message.copyTo(request, head.length);
        return Unpooled.wrappedBuffer(request);
    }

    /** The same to another address. */
    RequestBytes to(String target) {
        return new RequestBytes(target, fixed);
    }

    ByteBuf get(HttpHeaders own) {
        return Unpooled.wrappedBuffer(latin1(head(get, own).append(LINE_END)));
    }

    ByteBuf delete(HttpHeaders own) {
        return Unpooled.wrappedBuffer(latin1(head(delete, own).append(LINE_END)));
    }

    private static String start(HttpMethod method, String target, HttpHeaders fixed) {
        return head(method + " " + target + " HTTP/1.1" + LINE_END, fixed).toString();
    }

    private static StringBuilder head(String start, HttpHeaders fields) {
        StringBuilder head = new StringBuilder(start.length() + OWN_FIELDS_CHARS).append(start);
        fields.iteratorCharSequence()
                .forEachRemaining(field -> head.append(field.getKey())
                        .append(": ")
                        .append(field.getValue())
                        .append(LINE_END));
        return head;
    }

    /** What ISO 8859-1 does not have becomes a question mark. */
    private static byte[] latin1(StringBuilder head) {
        return head.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
