package dev.gatehouse.server.config.identity;

import dev.gatehouse.server.config.bind.Default;
import dev.gatehouse.server.config.bind.Doc;
import dev.gatehouse.server.config.bind.Within;
import java.time.Duration;

/** How long what the gateway issues lasts. */
public record TokensConfig(
        @Doc("An access token.") @Default("10m") @Within(min = "1m", max = "1h")
        Duration access,

        @Doc("A refresh token that nobody uses.") @Default("7d") @Within(min = "10m", max = "30d")
        Duration refreshIdle,

        @Doc("A login: after that long it has to be renewed, however often its refresh token was used.")
        @Default("30d")
        @Within(min = "1h", max = "365d")
        Duration refreshMax) {}
