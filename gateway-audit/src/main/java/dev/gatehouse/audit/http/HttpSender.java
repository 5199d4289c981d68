package dev.gatehouse.audit.http;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** Sends one request to where the operator said. */
@FunctionalInterface
public interface HttpSender {
    /** @throws IOException when there is no answer in time; what was sent may have arrived */
    HttpReply send(String method, URI url, Map<String, String> headers, byte[] body) throws IOException;

    /** As {@link #send}, with {@code POST}. */
    default HttpReply post(URI url, Map<String, String> headers, byte[] body) throws IOException {
        return send("POST", url, headers, body);
    }
}
