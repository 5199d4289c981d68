package dev.gatehouse.testkit.conformance;

import java.util.Arrays;
import java.util.Locale;

/** An era of the protocol and a transport of it: what an upstream of a gateway may speak. */
public enum UpstreamKind {
    LEGACY_STDIO("legacy", "stdio"),
    LEGACY_HTTP("legacy", "http"),
    LEGACY_SSE("legacy", "sse"),
    MODERN_HTTP("modern", "http"),
    MODERN_STDIO("modern", "stdio");

    final String era;
    final String transport;

    UpstreamKind(String era, String transport) {
        this.era = era;
        this.transport = transport;
    }

    public boolean isStdio() {
        return transport.equals("stdio");
    }

    /** Whether it is the HTTP+SSE transport of 2024-11-05. */
    public boolean isSse() {
        return transport.equals("sse");
    }

    /** @throws IllegalArgumentException for a name like none of {@link #toString()} */
    public static UpstreamKind named(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no kind of upstream is called " + name));
    }

    /** For example {@code legacy-http}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
