package dev.gatehouse.transport.wire;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * An answer to an MCP message, ready for the socket.
 *
 * @param parts the body in pieces, so that a large result is never copied into a larger one; empty for 202
 */
public record WireReply(int status, List<Map.Entry<String, String>> headers, List<ByteBuffer> parts) {

    static WireReply of(int status, List<ByteBuffer> parts) {
        return new WireReply(status, List.of(), parts);
    }

    /** A notification or a response was taken. */
    public static WireReply accepted() {
        return new WireReply(202, List.of(), List.of());
    }

    public WireReply with(String header, String value) {
        return new WireReply(status, List.of(Map.entry(header, value)), parts);
    }

    public boolean hasBody() {
        return !parts.isEmpty();
    }
}
