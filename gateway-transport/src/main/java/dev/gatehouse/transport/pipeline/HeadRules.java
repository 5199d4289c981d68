package dev.gatehouse.transport.pipeline;

import dev.gatehouse.transport.http.EarlyAnswer;
import dev.gatehouse.transport.http.HostField;
import dev.gatehouse.transport.http.HttpLimits;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.AsciiString;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the head of a request must look like (RFC 9112). Everything here is about two parsers never reading two different
 * requests out of the same bytes.
 */
final class HeadRules {
    /** Fields that mean one thing; two of them mean an attack or a bug. */
    private static final List<String> SINGLE = List.of(
            "host", "authorization", "content-type", "content-length", "transfer-encoding", "origin", "mcp-session-id");

    private static final Set<HttpMethod> WITH_BODY = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

    private final HttpLimits.Head limits;

    HeadRules(HttpLimits.Head limits) {
        this.limits = limits;
    }

    /** Empty when the head is sound. */
    Optional<EarlyAnswer> check(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return Optional.of(undecodable(request.decoderResult().cause()));
        }
        if (!request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && !request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
            return bad("unknown HTTP version");
        }
        return fields(request.headers()).or(() -> target(request)).or(() -> framing(request));
    }

    static EarlyAnswer undecodable(Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException _ ->
                EarlyAnswer.hostile(HttpResponseStatus.REQUEST_URI_TOO_LONG, "request line too long");
            case TooLongHttpHeaderException _ ->
                EarlyAnswer.hostile(HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "headers too large");
            default -> EarlyAnswer.hostile(HttpResponseStatus.BAD_REQUEST, "malformed request");
        };
    }

    private Optional<EarlyAnswer> fields(HttpHeaders headers) {
        if (headers.size() > limits.fieldsMax()) {
            return Optional.of(EarlyAnswer.hostile(
                    HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
                    "more than " + limits.fieldsMax() + " headers"));
        }
        int seen = 0;
        Iterator<Map.Entry<CharSequence, CharSequence>> fields = headers.iteratorCharSequence();
        while (fields.hasNext()) {
            CharSequence name = fields.next().getKey();
            if (contains(name, '_')) {
                return bad("underscore in a header name");
            }
            int bit = singleBit(name);
            if ((seen & bit) != 0) {
                return bad("repeated header: " + name);
            }
            seen |= bit;
        }
        return Optional.empty();
    }

    /** A bit per field that must not repeat, 0 for all others: one pass, no garbage. */
    private static int singleBit(CharSequence name) {
        for (int at = 0; at < SINGLE.size(); at++) {
            if (AsciiString.contentEqualsIgnoreCase(name, SINGLE.get(at))) {
                return 1 << at;
            }
        }
        return 0;
    }

    /** The target in origin form; an absolute one is accepted where it agrees with {@code Host} (RFC 9112 §3.2.2). */
    private Optional<EarlyAnswer> target(HttpRequest request) {
        Optional<HostField> host =
                Optional.ofNullable(request.headers().get(HttpHeaderNames.HOST)).flatMap(HostField::parse);
        if (host.isEmpty()) {
            return bad("Host must be host[:port]");
        }
        String target = request.uri();
        if (target.length() > limits.lineBytesMax()) {
            return Optional.of(EarlyAnswer.hostile(HttpResponseStatus.REQUEST_URI_TOO_LONG, "target too long"));
        }
        if (!isPlain(target)) {
            return bad("illegal character in the target");
        }
        if (target.startsWith("/")) {
            return Optional.empty();
        }
        int authority = target.indexOf("://") + 3;
        int path = target.indexOf('/', authority);
        if (authority < 3
                || path < 0
                || !HostField.parse(target.substring(authority, path)).equals(host)) {
            return bad("the target must be a path");
        }
        request.setUri(target.substring(path));
        return Optional.empty();
    }

    private static Optional<EarlyAnswer> framing(HttpRequest request) {
        HttpHeaders headers = request.headers();
        String coding = headers.get(HttpHeaderNames.TRANSFER_ENCODING);
        if (coding != null && !HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(coding)) {
            return bad("Transfer-Encoding must be chunked");
        }
        String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        boolean hasBody = coding != null || (length != null && !length.equals("0"));
        if (hasBody && !WITH_BODY.contains(request.method())) {
            return bad("only POST, PUT and PATCH have a body");
        }
        // The first draft of WebSocket gave GET a body of eight bytes that no header announces.
        if (headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY1)) {
            return bad("Sec-WebSocket-Key1 is not served");
        }
        String expect = headers.get(HttpHeaderNames.EXPECT);
        if (expect != null && !HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expect)) {
            return Optional.of(EarlyAnswer.hostile(HttpResponseStatus.EXPECTATION_FAILED, "unknown expectation"));
        }
        return Optional.empty();
    }

    private static boolean isPlain(String target) {
        for (int at = 0; at < target.length(); at++) {
            char c = target.charAt(at);
            if (c <= ' ' || c >= 0x7F || c == '#' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    private static boolean contains(CharSequence text, char wanted) {
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) == wanted) {
                return true;
            }
        }
        return false;
    }

    private static Optional<EarlyAnswer> bad(String text) {
        return Optional.of(EarlyAnswer.hostile(HttpResponseStatus.BAD_REQUEST, text));
    }
}
