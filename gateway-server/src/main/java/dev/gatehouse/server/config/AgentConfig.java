package dev.gatehouse.server.config;

import dev.gatehouse.server.config.bind.Doc;
import dev.gatehouse.server.config.bind.Within;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;

/** A caller that is a program. */
public record AgentConfig(
        @Doc("The bundle that governs it.") String bundle,

        @Doc("Who answers for it; recorded with each of its calls. As `provider/userName` it is a person: the agent is"
                + " flagged for review while they are not active.")
        Optional<String> owner,

        @Doc("What it is there for, for whoever reviews agents.")
        Optional<String> purpose,

        @Doc("The first day on which it is refused, with its tokens and keys; from midnight UTC.")
        Optional<LocalDate> expires,

        @Doc(
                "How old its secret may grow. A day later an older one is not accepted any more; a week before, one is warned.")
        @Within(min = "1d", max = "366d")
        Optional<Duration> rotateEvery,

        @Doc("Public keys that it can prove itself with (`private_key_jwt`) beside its secret, a JWK set as JSON text.")
        Optional<String> jwks) {}
