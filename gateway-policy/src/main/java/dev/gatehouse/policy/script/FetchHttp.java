package dev.gatehouse.policy.script;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** The way to the servers that scripts may ask. Redirects are not followed and answers are bounded. */
@FunctionalInterface
public interface FetchHttp {
    /** Where nobody can be asked. */
    FetchHttp NONE = (_, _, _) -> {
        throw new IOException("nobody can be asked here");
    };

    /**
     * @throws IOException when there is no answer in time, or one that is too long
     * @throws IllegalArgumentException when a header may not be sent
     */
    Response send(Request request, URI url, Duration within) throws IOException;

    /** @param headers may hold credentials, so they are never shown */
    record Request(String method, Map<String, String> headers, String body) {
        public Request {
            headers = Map.copyOf(headers);
        }

        @Override
        public String toString() {
            return "Request[" + method + "]";
        }
    }

    record Response(int status, byte[] body) {}
}
