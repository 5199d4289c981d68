package dev.gatehouse.transport.client.road;

import dev.gatehouse.transport.wire.McpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import java.util.Locale;
import java.util.Optional;

/** What the status line and the headers of an answer say. */
public record AnswerHead(int status, ContentType contentType, Optional<String> sessionId) {
    /** Visible ASCII (2025-11-25, basic/transports) and short enough to send back with every request. */
    private static final int SESSION_ID_CHARS_MAX = 1024;

    public enum ContentType {
        JSON,
        EVENT_STREAM,
        OTHER
    }

    static AnswerHead of(HttpResponse response) {
        String type = response.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
        int end = type.indexOf(';');
        ContentType contentType =
                switch ((end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT)) {
                    case "application/json" -> ContentType.JSON;
                    case "text/event-stream" -> ContentType.EVENT_STREAM;
                    default -> ContentType.OTHER;
                };
        Optional<String> session = Optional.ofNullable(response.headers().get(McpHeaders.SESSION_ID))
                .filter(AnswerHead::isSessionId);
        return new AnswerHead(response.status().code(), contentType, session);
    }

    private static boolean isSessionId(String value) {
        return !value.isEmpty()
                && value.length() <= SESSION_ID_CHARS_MAX
                && value.chars().allMatch(c -> c > 0x20 && c < 0x7F);
    }
}
