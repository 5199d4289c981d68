package dev.gatehouse.server.config;

import dev.gatehouse.server.config.bind.Default;
import dev.gatehouse.server.config.bind.Doc;
import dev.gatehouse.server.config.bind.HostPort;
import dev.gatehouse.server.config.bind.ReferenceOnly;
import dev.gatehouse.server.config.bind.Secret;
import java.nio.file.Path;
import java.util.Optional;

/** A mail server that takes messages for others. */
public record SmtpConfig(
        @Doc("Where it listens; 587 is the usual port, 465 with `security: tls`. The name must be in its certificate.")
        HostPort address,

        @Doc(
                "`starttls`: it must change to TLS before anything else is said. `tls`: TLS from the first byte. `none`: without,"
                        + " and to this machine only.")
        @Default("starttls")
        Security security,

        @Doc("Who logs in. Left out: nobody.") Optional<String> user,

        @Doc("Their password.") @ReferenceOnly Optional<Secret> password,

        @Doc("The address that messages come from.") String from,

        @Doc("A file of certificates (PEM), the only ones that may vouch for it. Left out: those of the platform.")
        Optional<Path> ca) {

    /** How the connection is kept from others. */
    public enum Security {
        STARTTLS,
        TLS,
        NONE
    }
}
