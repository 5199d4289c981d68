package dev.gatehouse.transport.http;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Iterator;
import java.util.Optional;

/**
 * The head of a request, found sound.
 *
 * @param path without query, nothing decoded
 * @param query empty when there is none
 * @param host empty only for a head that was refused
 * @param peer the client's address as far as it can be trusted
 */
public record RequestHead(
        HttpMethod method,
        String path,
        String query,
        HttpHeaders headers,
        Optional<HostField> host,
        Bearer bearer,
        String peer) {

    public static RequestHead of(HttpRequest request, String peer) {
        String target = request.uri();
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        String query = mark < 0 ? "" : target.substring(mark + 1);
        HttpHeaders headers = request.headers();
        Optional<HostField> host =
                Optional.ofNullable(headers.get(HttpHeaderNames.HOST)).flatMap(HostField::parse);
        return new RequestHead(request.method(), path, query, headers, host, Bearer.of(headers), peer);
    }

    /** For answers to something that was no request. */
    public static RequestHead unreadable(String peer) {
        return new RequestHead(
                HttpMethod.GET, "", "", new DefaultHttpHeaders(), Optional.empty(), new Bearer.Absent(), peer);
    }

    public Optional<String> header(CharSequence name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The value when there is exactly one. */
    public Optional<String> only(CharSequence name) {
        Iterator<String> values = headers.valueStringIterator(name);
        Optional<String> first = values.hasNext() ? Optional.of(values.next()) : Optional.empty();
        return values.hasNext() ? Optional.empty() : first;
    }
}
