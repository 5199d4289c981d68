package dev.gatehouse.audit.sink;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Sends one request of a sink to where the operator said. */
@FunctionalInterface
public interface SinkHttp {
    /** @param retryAfter that header as it came */
    record Reply(int status, byte[] body, Optional<String> retryAfter) {}

    /** @throws IOException when there is no answer in time */
    Reply post(URI url, Map<String, String> headers, byte[] body) throws IOException;
}
