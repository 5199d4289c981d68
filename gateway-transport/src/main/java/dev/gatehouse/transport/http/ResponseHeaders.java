package dev.gatehouse.transport.http;

import dev.gatehouse.core.json.Json;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Builds every response of a listener, so that none leaves without the headers all of them carry. */
public final class ResponseHeaders {
    private static final AsciiString CONTENT_TYPE_OPTIONS = AsciiString.cached("X-Content-Type-Options");
    private static final AsciiString NO_SNIFFING = AsciiString.cached("nosniff");
    private static final String HSTS_YEAR = "max-age=31536000";
    /** IMF-fixdate (RFC 9110 §5.6.7); Java's own RFC 1123 format writes days with one digit. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final boolean tls;
    private final CrossOrigin crossOrigin;
    private volatile Stamp stamp = new Stamp(0, "");

    private record Stamp(long second, String text) {}

    public ResponseHeaders(boolean tls, CrossOrigin crossOrigin) {
        this.tls = tls;
        this.crossOrigin = crossOrigin;
    }

    public FullHttpResponse early(EarlyAnswer answer) {
        return early(answer, RequestHead.unreadable(""));
    }

    public FullHttpResponse early(EarlyAnswer answer, RequestHead head) {
        boolean empty = answer.status().equals(HttpResponseStatus.NO_CONTENT);
        byte[] body = empty
                ? new byte[0]
                : Json.object().put("error", answer.text()).build().bytes();
        FullHttpResponse response =
                response(answer.status().code(), answer.headers(), Unpooled.wrappedBuffer(body), head);
        if (!empty) {
            response.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json");
        }
        HttpUtil.setKeepAlive(response, !answer.hostile());
        return response;
    }

    /** @throws IllegalArgumentException when a header holds what no header may hold */
    FullHttpResponse response(int status, List<Map.Entry<String, String>> extra, ByteBuf body, RequestHead head) {
        int length = body.readableBytes();
        ByteBuf sent = head.method().equals(HttpMethod.HEAD) ? Unpooled.EMPTY_BUFFER : body;
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(status),
                sent,
                new DefaultHttpHeaders(),
                EmptyHttpHeaders.INSTANCE);
        HttpHeaders headers = response.headers();
        extra.forEach(header -> headers.add(header.getKey(), header.getValue()));
        if (status != HttpResponseStatus.NO_CONTENT.code()) {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, length);
        }
        complete(headers, head);
        return response;
    }

    /** The head of a stream of events; no proxy on the way is to keep them back. */
    HttpResponse stream(RequestHead head) {
        HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        HttpUtil.setTransferEncodingChunked(response, true);
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream");
        response.headers().set("X-Accel-Buffering", "no");
        complete(response.headers(), head);
        return response;
    }

    private void complete(HttpHeaders headers, RequestHead head) {
        headers.set(HttpHeaderNames.DATE, date());
        headers.set(CONTENT_TYPE_OPTIONS, NO_SNIFFING);
        if (!headers.contains(HttpHeaderNames.CACHE_CONTROL)) {
            headers.set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        }
        if (tls) {
            headers.set("Strict-Transport-Security", HSTS_YEAR);
        }
        crossOrigin.expose(head, headers);
    }

    private String date() {
        Instant now = Instant.now();
        Stamp last = stamp;
        if (last.second() != now.getEpochSecond()) {
            last = new Stamp(now.getEpochSecond(), DATE.format(now));
            stamp = last;
        }
        return last.text();
    }
}
