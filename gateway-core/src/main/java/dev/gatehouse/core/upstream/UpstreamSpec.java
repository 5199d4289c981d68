package dev.gatehouse.core.upstream;

import dev.gatehouse.core.mcp.UpstreamId;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How to reach an upstream, with its secrets resolved; {@code toString} shows none. The digest names the whole
 * specification: same digest, same live upstream across a reload.
 */
public sealed interface UpstreamSpec {
    UpstreamId id();

    String digest();

    Limits limits();

    /** @param callTimeout from the send to the answer */
    record Limits(Duration callTimeout, int concurrentCallsMax) {
        public static final Limits DEFAULT = new Limits(Duration.ofSeconds(60), 256);
    }

    /** What is spoken with it, or that it has to be found out. */
    enum Protocol {
        AUTO,
        MODERN,
        LEGACY,
        /** HTTP+SSE of 2024-11-05, two endpoints; only for a URL. */
        SSE
    }

    /** How far a child is kept from the gateway and its files, weakest first. */
    enum Isolation {
        /** Scrubbed environment and its own process group. */
        PROCESS,
        /** Also its own uid, without privileges. */
        USER,
        /** Also namespaces: no view of the gateway's files and processes. */
        SANDBOX
    }

    /**
     * @param environment given to the child on top of the allow-list
     * @param isolationMin the child does not start where less than this can be had
     */
    record Stdio(
            UpstreamId id,
            String digest,
            Limits limits,
            List<String> command,
            Map<String, String> environment,
            String workingDirectory,
            Isolation isolationMin,
            Protocol protocol)
            implements UpstreamSpec {
        @Override
        public String toString() {
            return "Stdio[" + id + ", " + command.getFirst() + ", env " + environment.keySet() + "]";
        }
    }

    record Http(UpstreamId id, String digest, Limits limits, URI url, Map<String, String> headers, Protocol protocol)
            implements UpstreamSpec {
        @Override
        public String toString() {
            return "Http[" + id + ", " + url.getScheme() + "://" + url.getRawAuthority() + ", headers "
                    + headers.keySet() + "]";
        }
    }
}
