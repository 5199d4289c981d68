package dev.gatehouse.server.config;

import dev.gatehouse.server.config.bind.ByteSize;
import dev.gatehouse.server.config.bind.Default;
import dev.gatehouse.server.config.bind.Doc;
import dev.gatehouse.server.config.bind.Within;
import java.time.Duration;

/** Bounds on what stays open between calls. */
public record StreamsConfig(
        @Doc("Streams open at one time that wait for news, of all clients: `GET`, `subscriptions/listen`, HTTP+SSE."
                + " One more is refused as overload.")
        @Default("8192")
        @Within(min = "1", max = "1000000")
        int open,

        @Doc("Of those, how many one caller may have. All anonymous callers are one.")
        @Default("64")
        @Within(min = "1", max = "1000000")
        int openPerPrincipal,

        @Doc("Legacy sessions at one time of which something is live: a stream, a question, a subscription, a log"
                + " level; others cost nothing. Where there is no room, the caller's own that was idle for longest"
                + " makes some.")
        @Default("8192")
        @Within(min = "1", max = "1000000")
        int liveSessions,

        @Doc("Of those, how many one caller may have.") @Default("32") @Within(min = "1", max = "1000000")
        int liveSessionsPerPrincipal,

        @Doc("After so long a silence a comment is sent. To be shorter than the idle time-out of any proxy on the way.")
        @Default("15s")
        @Within(min = "1s", max = "5m")
        Duration keepAlive,

        @Doc("A client that for so long takes nothing of what waits for it is cut off.")
        @Default("30s")
        @Within(min = "1s", max = "10m")
        Duration stall,

        @Doc("What is kept for legacy clients that lost their connection and come back.")
        ReplayConfig replay) {

    /** Bounds on what can be said again. */
    public record ReplayConfig(
            @Doc("Memory for the events of all streams. Full: new events cannot be asked for again.")
            @Default("64MiB")
            @Within(min = "0B", max = "16GiB")
            ByteSize memory,

            @Doc("Of that, what one stream may take; older events make room.")
            @Default("1MiB")
            @Within(min = "0B", max = "64MiB")
            ByteSize perStream,

            @Doc("How long an event can be asked for again.") @Default("5m") @Within(min = "1s", max = "1h")
            Duration age) {}
}
