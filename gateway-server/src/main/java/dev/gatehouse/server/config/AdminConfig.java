package dev.gatehouse.server.config;

import dev.gatehouse.server.config.bind.Default;
import dev.gatehouse.server.config.bind.Doc;
import dev.gatehouse.server.config.bind.HostPort;

/** The listener of operators, never the one of clients. */
public record AdminConfig(
        @Doc("Address of `/healthz`, `/readyz`, `/metrics` and the admin API. Loopback only.")
        @Default("127.0.0.1:9090")
        HostPort listen) {}
