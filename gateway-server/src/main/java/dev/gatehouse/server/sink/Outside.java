package dev.gatehouse.server.sink;

import dev.gatehouse.audit.http.HttpReply;
import dev.gatehouse.audit.http.HttpSender;
import dev.gatehouse.auth.egress.OperatorHttp;
import java.time.Duration;

/** The road by which the trail's requests leave. */
public final class Outside {
    private Outside() {}

    /** @param within from the question to the last byte, at most what {@code http} waits at all */
    public static HttpSender sending(OperatorHttp http, Duration within) {
        return (method, url, headers, body) -> {
            OperatorHttp.Response response = http.send(method, url, headers, body, within);
            return new HttpReply(response.status(), response.body(), response.retryAfter(), response.etag());
        };
    }
}
