package dev.gatehouse.policy.approval;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** Sends one message over HTTP. */
@FunctionalInterface
public interface Post {
    /**
     * @return the status of the answer
     * @throws IOException when there is no answer in time
     */
    int send(URI url, Map<String, String> headers, byte[] body) throws IOException;
}
