package dev.gatehouse.server.config;

import dev.gatehouse.audit.alert.Severity;
import dev.gatehouse.audit.event.EventType;
import dev.gatehouse.server.config.bind.Default;
import dev.gatehouse.server.config.bind.Doc;
import dev.gatehouse.server.config.bind.KeyKind;
import dev.gatehouse.server.config.bind.Keys;
import dev.gatehouse.server.config.bind.Percent;
import dev.gatehouse.server.config.bind.Within;
import dev.gatehouse.server.config.policy.HoursConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is watched, and who is told. */
public record AlertsConfig(
        @Doc(
                "Who is told, by a name of your choice. Without any, alerts are on the trail, in the list and in the metrics.")
        @Keys(KeyKind.NAME)
        Map<String, ChannelConfig> channels,

        @Doc("How long something that goes on is not told again.") @Default("1h") @Within(min = "1m", max = "7d")
        Duration repeat,

        @Doc(
                "Rules: those that are there without being named, to change them, and others with `match`, by a name of your"
                        + " choice.")
        Map<String, RuleConfig> rules) {

    /** One rule. What belongs to it and is left out stays as docs/audit-alerts.md says. */
    public record RuleConfig(
            @Doc("Whether it is in force.") @Default("true") boolean enabled,

            @Doc("How bad it is: what is `critical` is told first.")
            Optional<Severity> severity,

            @Doc("Only these channels. None named: all.") List<String> channels,

            @Doc("From how many on, of the same.") @Within(min = "1", max = "1000000")
            Optional<Integer> atLeast,

            @Doc("Within which time they are counted.") @Within(min = "10s", max = "24h")
            Optional<Duration> within,

            @Doc("`errorRate`: which share of the calls fails. `spoolLag`: how full the spool is.")
            Optional<Percent> share,

            @Doc("`burst`: how many times as many calls as usual.") @Within(min = "2", max = "1000")
            Optional<Integer> times,

            @Doc("For how long: a delay, or with `firstUse` what counts as not used.") @Within(min = "1s", max = "90d")
            Optional<Duration> longer,

            @Doc("`detections`: which types, `*` for any characters.")
            List<String> types,

            @Doc("`unusualHours`: when calls are usual; without it the rule is off.")
            Optional<HoursConfig> hours,

            @Doc("What a rule of your own is about.") Optional<MatchConfig> match) {}

    /** What has to be true of an event, all of it; of a list, one. In names `*` stands for any characters and `?` for one. */
    public record MatchConfig(
            @Doc("Of these types. None: all.") List<EventType> types,
            @Doc("Agents.") List<String> agents,

            @Doc("Agents and people, as the trail calls them, or whoever administered.")
            List<String> principals,

            @Doc("Bundles.") List<String> bundles,
            @Doc("Virtual servers.") List<String> servers,
            @Doc("Upstreams.") List<String> upstreams,

            @Doc("Tools, prompts and resources, by the name that clients use.")
            List<String> tools,

            @Doc("How a call was refused or ended, such as `denied` or `tool_error`.")
            List<String> decisions,

            @Doc("What was administered, such as `agent.create`.")
            List<String> actions,

            @Doc("Addresses of clients.") List<String> peers,
            @Doc("Types of what was detected.") List<String> detected,

            @Doc(
                    "What is counted by itself: each agent, principal, bundle, server, upstream, tool, action or peer. Left out:"
                            + " all together.")
            Optional<By> by) {

        /** What makes a difference. */
        public enum By {
            AGENT,
            PRINCIPAL,
            BUNDLE,
            SERVER,
            UPSTREAM,
            TOOL,
            ACTION,
            PEER
        }
    }
}
