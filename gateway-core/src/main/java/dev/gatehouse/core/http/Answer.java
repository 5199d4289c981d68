package dev.gatehouse.core.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A whole response. {@code Content-Length}, {@code Date} and the security headers are the listener's duty. */
public record Answer(int status, List<Map.Entry<String, String>> headers, byte[] body) {

    public static Answer json(int status, String json) {
        return of(status, "application/json", json);
    }

    public static Answer text(int status, String text) {
        return of(status, "text/plain; charset=utf-8", text);
    }

    public static Answer of(int status, String contentType, String body) {
        return new Answer(
                status, List.of(Map.entry("Content-Type", contentType)), body.getBytes(StandardCharsets.UTF_8));
    }

    /** A page. Its policies for the browser are its own duty. */
    public static Answer html(int status, String html) {
        return of(status, "text/html; charset=utf-8", html);
    }

    /** Sends the browser on with a GET (RFC 9110 §15.4.4), whatever it came with. */
    public static Answer seeOther(String location) {
        return empty(303).with("Location", location);
    }

    public static Answer empty(int status) {
        return new Answer(status, List.of(), new byte[0]);
    }

    public Answer with(String header, String value) {
        List<Map.Entry<String, String>> more = new ArrayList<>(headers);
        more.add(Map.entry(header, value));
        return new Answer(status, List.copyOf(more), body);
    }
}
