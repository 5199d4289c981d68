package dev.gatehouse.server.config.policy;

import dev.gatehouse.policy.count.CountedBy;
import dev.gatehouse.server.config.bind.Default;
import dev.gatehouse.server.config.bind.Doc;
import dev.gatehouse.server.config.bind.Within;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How often, or how many at once: exactly one of the first three keys. */
public record LimitConfig(
        @Doc("Calls in the time of `per`, each counted once, however many rounds of questions it takes.")
        @Within(min = "1", max = "1000000")
        Optional<Integer> calls,

        @Doc("Requests in the time of `per`: every round of a call, and whatever is done to its task.")
        @Within(min = "1", max = "1000000")
        Optional<Integer> requests,

        @Doc(
                "Calls under way at one time. One that waits for its client is not under way; when the answer comes it needs"
                        + " a place again, and without one it is over.")
        @Within(min = "1", max = "100000")
        Optional<Integer> concurrent,

        @Doc("The time for `calls` and `requests`.") @Within(min = "1s", max = "31d")
        Optional<Duration> per,

        @Doc(
                "How many may come at once, before the rate holds them back. As many as `calls` or `requests` when left out.")
        @Within(min = "1", max = "1000000")
        Optional<Integer> burst,

        @Doc(
                "What has a limit of its own: each caller, agent, user, group of `groups`, bundle, tool or upstream. A caller"
                        + " that has no such key, an agent's for a person, is not limited by this rule.")
        @Default("principal")
        CountedBy key,

        @Doc("The groups, with `key: group`: whoever is in several counts against each.")
        List<String> groups) {}
