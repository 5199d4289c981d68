package dev.gatehouse.server.config;

import dev.gatehouse.server.config.bind.ByteSize;
import dev.gatehouse.server.config.bind.Default;
import dev.gatehouse.server.config.bind.Doc;
import dev.gatehouse.server.config.bind.NotYet;
import dev.gatehouse.server.config.bind.Within;
import java.time.Duration;

/** Bounds on what is taken in. */
@NotYet({"perPrincipal"})
public record LimitsConfig(
        @Doc("The largest body of a request; more is answered with 413.")
        @Default("4MiB")
        @Within(min = "16KiB", max = "64MiB")
        ByteSize requestBody,

        @Doc("Requests in work at one time; more are answered with 503 and `Retry-After`.")
        @Default("4096")
        @Within(min = "1", max = "100000")
        int requestsInFlight,

        @Doc("How long one call may take in all, its waiting included.") @Default("60s") @Within(min = "1s", max = "1h")
        Duration callTimeout,

        @Doc("What one address may take.") PerAddressConfig perAddress,

        @Doc("Streams of events, and the legacy sessions they belong to.")
        StreamsConfig streams,

        @Doc("Disk for audit records that PostgreSQL does not have yet. Full: calls are refused.")
        @Default("10GiB")
        @Within(min = "64MiB", max = "4096GiB")
        ByteSize auditSpool) {

    /** Bounds for each client address. */
    public record PerAddressConfig(
            @Doc("Connections open at one time.") @Default("256") @Within(min = "1", max = "100000")
            int connections) {}
}
