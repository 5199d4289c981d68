package dev.gatehouse.server.config.policy;

import dev.gatehouse.policy.budget.Usd;
import dev.gatehouse.server.config.bind.Doc;
import dev.gatehouse.server.config.bind.KeyKind;
import dev.gatehouse.server.config.bind.Keys;
import java.util.Map;

/** What calls cost, in US dollars with up to six decimals. */
public record PricesConfig(
        @Doc(
                "Of tools, by virtual server and public name, in which * and ? match any: `engineering/gh_*`. The first that"
                        + " matches counts, before any price of the upstream.")
        @Keys(KeyKind.ANY)
        Map<String, Usd> tools,

        @Doc("Of each tool call, prompt and resource of an upstream that has no price of its own.") @Keys(KeyKind.NAME)
        Map<String, Usd> upstreams) {}
