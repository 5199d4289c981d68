package dev.gatehouse.transport.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * An answer given on the event loop, before a request reaches its handler.
 *
 * @param text for the developer at the other end; holds nothing the client sent
 * @param hostile whether what follows on the connection cannot be trusted, so that it is closed
 */
public record EarlyAnswer(
        HttpResponseStatus status, String text, List<Map.Entry<String, String>> headers, boolean hostile) {
    private static final int RETRY_SECONDS_MAX = 5;

    /** The bytes on this connection are not what they should be. */
    public static EarlyAnswer hostile(HttpResponseStatus status, String text) {
        return new EarlyAnswer(status, text, List.of(), true);
    }

    /** A well-formed request for something that cannot be had. */
    public static EarlyAnswer polite(HttpResponseStatus status, String text) {
        return new EarlyAnswer(status, text, List.of(), false);
    }

    /** Too much is under way; clients that come back do so at different moments. */
    public static EarlyAnswer overloaded(String text) {
        return polite(HttpResponseStatus.SERVICE_UNAVAILABLE, text).with("Retry-After", retryAfterSeconds());
    }

    static String retryAfterSeconds() {
        return Integer.toString(ThreadLocalRandom.current().nextInt(1, RETRY_SECONDS_MAX + 1));
    }

    public EarlyAnswer with(String header, String value) {
        List<Map.Entry<String, String>> more = new ArrayList<>(headers);
        more.add(Map.entry(header, value));
        return new EarlyAnswer(status, text, List.copyOf(more), hostile);
    }
}
