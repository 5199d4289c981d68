package dev.gatehouse.core.upstream;

import java.util.Map;

/** What the gateway itself presents to an upstream. Never derived from a client's token. */
public sealed interface UpstreamCredential {

    /** Headers to send; empty for an upstream that wants none. */
    record Present(Map<String, String> headers) implements UpstreamCredential {
        @Override
        public String toString() {
            return "Present" + headers.keySet();
        }
    }

    record NeedsConsent(String url) implements UpstreamCredential {}

    record Unavailable(String detail) implements UpstreamCredential {}
}
