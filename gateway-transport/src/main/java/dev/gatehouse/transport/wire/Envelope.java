package dev.gatehouse.transport.wire;

import dev.gatehouse.core.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** JSON-RPC 2.0 messages in pieces: constant parts, and between them values that are spliced in and never re-read. */
final class Envelope {
    private static final byte[] HEAD = ascii("{\"jsonrpc\":\"2.0\",");
    private static final byte[] ID = ascii("\"id\":");
    private static final byte[] METHOD = ascii("\"method\":");
    private static final byte[] PARAMS = ascii(",\"params\":");
    private static final byte[] RESULT = ascii(",\"result\":");
    private static final byte[] ERROR = ascii("\"error\":");
    private static final byte[] META = ascii(",\"_meta\":");
    private static final byte[] COMMA = ascii(",");
    private static final byte[] CLOSE = ascii("}");
    private static final byte[] CLOSE_BOTH = ascii("}}");

    private Envelope() {}

    static List<ByteBuffer> result(Json id, Json result) {
        return List.of(bytes(HEAD), bytes(ID), id.asByteBuffer(), bytes(RESULT), result.asByteBuffer(), bytes(CLOSE));
    }

    /**
     * A result whose first members are constant.
     *
     * @param head the result object, left open
     * @param more an object without {@code _meta}, whose members follow
     */
    static List<ByteBuffer> result(Json id, byte[] head, Json meta, Json more) {
        List<ByteBuffer> parts = new ArrayList<>(10);
        parts.add(bytes(HEAD));
        parts.add(bytes(ID));
        parts.add(id.asByteBuffer());
        parts.add(bytes(RESULT));
        parts.add(bytes(head));
        parts.add(bytes(META));
        parts.add(meta.asByteBuffer());
        ByteBuffer members = more.asByteBuffer();
        members.position(1).limit(members.limit() - 1);
        if (!isBlank(members)) {
            parts.add(bytes(COMMA));
            parts.add(members.slice());
        }
        parts.add(bytes(CLOSE_BOTH));
        return parts;
    }

    /** @param id empty when it could not be read: since 2025-11-25 such an error has none, and null never was one */
    static List<ByteBuffer> error(Optional<Json> id, Json error) {
        List<ByteBuffer> parts = new ArrayList<>(8);
        parts.add(bytes(HEAD));
        id.ifPresent(echoed -> {
            parts.add(bytes(ID));
            parts.add(echoed.asByteBuffer());
            parts.add(bytes(COMMA));
        });
        parts.add(bytes(ERROR));
        parts.add(error.asByteBuffer());
        parts.add(bytes(CLOSE));
        return parts;
    }

    static List<ByteBuffer> notification(String method, Json params) {
        return List.of(
                bytes(HEAD),
                bytes(METHOD),
                Json.of(method).asByteBuffer(),
                bytes(PARAMS),
                params.asByteBuffer(),
                bytes(CLOSE));
    }

    static List<ByteBuffer> request(Json id, String method, Json params) {
        List<ByteBuffer> parts = new ArrayList<>(8);
        parts.add(bytes(HEAD));
        parts.add(bytes(ID));
        parts.add(id.asByteBuffer());
        parts.add(bytes(COMMA));
        parts.add(bytes(METHOD));
        parts.add(Json.of(method).asByteBuffer());
        parts.add(bytes(PARAMS));
        parts.add(params.asByteBuffer());
        parts.add(bytes(CLOSE));
        return parts;
    }

    private static boolean isBlank(ByteBuffer members) {
        for (int at = members.position(); at < members.limit(); at++) {
            if (members.get(at) != ' '
                    && members.get(at) != '\n'
                    && members.get(at) != '\r'
                    && members.get(at) != '\t') {
                return false;
            }
        }
        return true;
    }

    private static ByteBuffer bytes(byte[] constant) {
        return ByteBuffer.wrap(constant);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
