package dev.gatehouse.server.config.identity;

import dev.gatehouse.server.config.bind.Doc;
import dev.gatehouse.server.config.bind.ReferenceOnly;
import dev.gatehouse.server.config.bind.Secret;
import java.util.List;
import java.util.Optional;

/** An OAuth client known beforehand. */
public record ClientConfig(
        @Doc("What the consent page calls it.") String name,

        @Doc("Where the browser may be sent with a code: https, loopback http with any port, or an allowed scheme.")
        List<String> redirectUris,

        @Doc("Its secret. Left out: a public client, which proves itself with PKCE alone.") @ReferenceOnly
        Optional<Secret> secret) {}
