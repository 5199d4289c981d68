package dev.gatehouse.server.config.identity;

import dev.gatehouse.server.config.bind.Default;
import dev.gatehouse.server.config.bind.Doc;
import java.util.Optional;

/** Another authorization server. Everything it may do is off until it is switched on. */
public record IssuerConfig(
        @Doc("Its issuer identifier, byte for byte as in `iss`.")
        String url,

        @Doc("Where its keys are. Left out: its metadata says.")
        Optional<String> jwksUri,

        @Doc("The provider whose people its subjects are.") String provider,

        @Doc("Take its access tokens (RFC 9068) that name a virtual server as audience.") @Default("false")
        boolean accessTokens,

        @Doc("Take its identity assertions (ID-JAG) at the token endpoint.") @Default("false")
        boolean assertions,

        @Doc("Exchange its tokens for ours at the token endpoint (RFC 8693).") @Default("false")
        boolean exchange) {}
