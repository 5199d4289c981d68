package dev.gatehouse.server.config;

import dev.gatehouse.server.config.bind.Doc;
import dev.gatehouse.server.config.bind.NotYet;
import java.util.Optional;

/** A caller that is a program. */
@NotYet({"rotateEvery"})
public record AgentConfig(
        @Doc("The bundle that governs it.") String bundle,

        @Doc("Who answers for it; recorded with each of its calls.")
        Optional<String> owner,

        @Doc("Public keys that it can prove itself with (`private_key_jwt`) beside its secret, a JWK set as JSON text.")
        Optional<String> jwks) {}
