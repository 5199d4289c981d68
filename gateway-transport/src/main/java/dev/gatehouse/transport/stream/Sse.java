package dev.gatehouse.transport.stream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes server-sent events (WHATWG HTML §9.2.6), each into an array of its own. */
public final class Sse {
    /** Keeps a connection alive; clients throw it away. */
    private static final byte[] COMMENT = utf8(":\n\n");

    private static final byte[] END = utf8("\n\n");

    private Sse() {}

    public static byte[] comment() {
        return COMMENT;
    }

    /** One JSON-RPC message. */
    public static byte[] message(List<ByteBuffer> json) {
        return event("", json);
    }

    /** One JSON-RPC message that a client can name later to go on after it. */
    public static byte[] message(String id, List<ByteBuffer> json) {
        return event("id: " + id + "\n", json);
    }

    /** One JSON-RPC message as 2024-11-05 names it. */
    public static byte[] namedMessage(List<ByteBuffer> json) {
        return event("event: message\n", json);
    }

    /** Where messages are to be posted (2024-11-05 basic/transports). */
    public static byte[] endpoint(String uri) {
        return utf8("event: endpoint\ndata: " + uri + "\n\n");
    }

    /** Gives a client an id to come back with before anything was said (2025-11-25 basic/transports). */
    public static byte[] priming(String id, long retryMillis) {
        return utf8("id: " + id + "\nretry: " + retryMillis + "\ndata:\n\n");
    }

    private static byte[] event(String fields, List<ByteBuffer> json) {
        byte[] head = utf8(fields + "data: ");
        int length = head.length + END.length;
        for (ByteBuffer part : json) {
            length += part.remaining();
        }
        byte[] event = new byte[length];
        System.arraycopy(head, 0, event, 0, head.length);
        int at = head.length;
        for (ByteBuffer part : json) {
            int count = part.remaining();
            part.get(part.position(), event, at, count);
            at += count;
        }
        onOneLine(event, head.length, at);
        System.arraycopy(END, 0, event, at, END.length);
        return event;
    }

    /** A line break ends a field. In JSON it stands between tokens only, where a space means the same. */
    private static void onOneLine(byte[] event, int from, int to) {
        for (int at = from; at < to; at++) {
            if (event[at] == '\n' || event[at] == '\r') {
                event[at] = ' ';
            }
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
