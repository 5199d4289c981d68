package dev.gatehouse.server.config;

import dev.gatehouse.server.config.bind.Default;
import dev.gatehouse.server.config.bind.Doc;
import dev.gatehouse.server.config.bind.HostPort;
import dev.gatehouse.server.config.bind.Within;
import java.nio.file.Path;
import java.util.Optional;

/** A receiver of syslog. */
public record SyslogConfig(
        @Doc("Where it listens; 6514 is the usual port. The name must be in its certificate.")
        HostPort address,

        @Doc("A file of certificates (PEM), the only ones that may vouch for it. Left out: those of the platform.")
        Optional<Path> ca,

        @Doc("The facility by its number; 13 is for audits.") @Default("13") @Within(min = "0", max = "23")
        int facility) {}
