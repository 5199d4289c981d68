package dev.gatehouse.server.config.policy;

import dev.gatehouse.server.config.bind.Default;
import dev.gatehouse.server.config.bind.Doc;
import dev.gatehouse.server.config.bind.KeyKind;
import dev.gatehouse.server.config.bind.Keys;
import dev.gatehouse.server.config.bind.Secret;
import dev.gatehouse.server.config.bind.Within;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** Somebody else who decides. */
public record AskConfig(
        @Doc("Where to post `{\"input\": …}`, as Open Policy Agent's data API wants it; `{\"result\": true}`, or"
                + " `{\"result\": {\"allow\": …, \"reason\": …}}`, is the answer. Any other, or none, denies.")
        URI url,

        @Doc("How long to wait for the answer.") @Default("200ms") @Within(min = "10ms", max = "5s")
        Duration timeout,

        @Doc("How long an answer to the same question counts.") @Default("0s") @Within(min = "0s", max = "1h")
        Duration cache,

        @Doc(
                "Whether it is asked about lists, too: once for each entry, with the list's method and without arguments. What it"
                        + " denies, or does not say in time, is not listed. Needs `cache`.")
        @Default("false")
        boolean list,

        @Doc("Sent along.") @Keys(KeyKind.HEADER) Map<String, Secret> headers) {}
