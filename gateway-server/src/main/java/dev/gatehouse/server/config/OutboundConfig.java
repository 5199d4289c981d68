package dev.gatehouse.server.config;

import dev.gatehouse.server.config.bind.Doc;
import java.nio.file.Path;
import java.util.Optional;

/** How the gateway connects to others. */
public record OutboundConfig(
        @Doc("A file of certificates (PEM) that may vouch for servers beside those of the platform: upstreams, identity"
                + " providers, sinks, buckets, webhooks and mail servers that have no `ca` of their own. Not the database:"
                + " its URL has `sslrootcert` for that.")
        Optional<Path> ca) {}
