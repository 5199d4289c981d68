package dev.gatehouse.server.alert;

import dev.gatehouse.audit.alert.AlertCheck;
import dev.gatehouse.audit.alert.AlertRule;
import dev.gatehouse.audit.alert.Field;
import dev.gatehouse.audit.alert.Gauge;
import dev.gatehouse.audit.alert.Match;
import dev.gatehouse.audit.alert.Severity;
import dev.gatehouse.audit.event.EventType;
import dev.gatehouse.core.policy.Glob;
import dev.gatehouse.policy.rules.OpenHours;
import dev.gatehouse.server.config.AlertsConfig;
import dev.gatehouse.server.config.AlertsConfig.MatchConfig;
import dev.gatehouse.server.config.AlertsConfig.RuleConfig;
import dev.gatehouse.server.config.BuiltInAlert;
import dev.gatehouse.server.config.bind.Percent;
import dev.gatehouse.server.config.policy.HoursConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Makes rules of what the configuration says of them, and of what it does not. */
final class AlertRules {
    private static final RuleConfig UNCHANGED = new RuleConfig(
            true,
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty());

    private AlertRules() {}

    static List<AlertRule> of(AlertsConfig alerts) {
        List<AlertRule> rules = new ArrayList<>();
        for (BuiltInAlert builtIn : BuiltInAlert.values()) {
            RuleConfig said = alerts.rules().getOrDefault(builtIn.label(), UNCHANGED);
            if (said.enabled()) {
                check(builtIn, said)
                        .map(check -> rule(builtIn.label(), said, builtIn.severity(), check))
                        .ifPresent(rules::add);
            }
        }
        alerts.rules()
                .forEach((name, said) -> said.match()
                        .filter(_ -> said.enabled())
                        .map(match -> count(said, match))
                        .map(check -> rule(name, said, Severity.WARNING, check))
                        .ifPresent(rules::add));
        return rules;
    }

    private static AlertRule rule(String name, RuleConfig said, Severity severity, AlertCheck check) {
        return new AlertRule(name, said.severity().orElse(severity), Set.copyOf(said.channels()), check, said);
    }

    /** Empty where a rule needs to be told something, and was not. */
    private static Optional<AlertCheck> check(BuiltInAlert rule, RuleConfig said) {
        int atLeast = said.atLeast().orElse(rule.atLeast());
        Duration within = said.within().orElse(rule.within());
        int share = said.share().map(Percent::hundredths).orElse(rule.share());
        double longer = said.longer().orElse(rule.longer()).toMillis() / 1e3;
        return switch (rule) {
            case UNUSUAL_HOURS -> said.hours().map(hours -> new AlertCheck.UnusualHours(usual(hours)));
            case FAILED_AUTHENTICATION ->
                counted(
                        types(EventType.CALL_REJECTED, EventType.TOKEN_REFUSED),
                        List.of(Field.CLIENT, Field.PEER),
                        atLeast,
                        within);
            case ERROR_RATE -> Optional.of(new AlertCheck.ErrorRate(share, atLeast, within));
            case REFUSALS ->
                counted(types(EventType.CALL_REFUSED), List.of(Field.AGENT, Field.PRINCIPAL), atLeast, within);
            case FIRST_USE -> Optional.of(new AlertCheck.FirstUse(said.longer().orElse(rule.longer())));
            case BURST -> Optional.of(new AlertCheck.Burst(said.times().orElse(BuiltInAlert.TIMES), atLeast, within));
            case DETECTIONS -> {
                List<String> types = said.types().isEmpty() ? BuiltInAlert.TYPES : said.types();
                Match match = new Match(Set.of(), Map.of(), globs(types));
                yield Optional.of(new AlertCheck.Count(match, List.of(Field.AGENT), true, atLeast, within));
            }
            case DEFINITION_CHANGED -> administered(Field.OBJECT, "pin.held", "pin.taken");
            case PAYLOADS_READ -> administered(Field.PRINCIPAL, "audit.payload");
            case REFUSED_CONFIGURATION -> administered(Field.ACTION, "configuration.refused");
            case KILL_SWITCH -> administered(Field.OBJECT, "kill.*", "revive.*");
            case SPOOL_LAG -> level(Gauge.SPOOL_USED, share);
            case SPOOL_FULL -> level(Gauge.SPOOL_REFUSES, 0);
            case SEAL_LAG -> level(Gauge.SEAL_LAG, longer);
            case SHIPPING_LAG -> level(Gauge.SHIPPING_LAG, longer);
            case SINK_BEHIND -> level(Gauge.SINK_LAG, longer);
            case ANCHOR_BEHIND -> level(Gauge.ANCHOR_LAG, longer);
            case RETENTION_OVERDUE -> level(Gauge.RETENTION_OVERDUE, 0);
            case DEAD_LETTER -> level(Gauge.DEAD_LETTERS, 0);
            case UNSEEN -> level(Gauge.UNSEEN, 0);
        };
    }

    private static Optional<AlertCheck> level(Gauge gauge, double above) {
        return Optional.of(new AlertCheck.Level(gauge, above));
    }

    private static Optional<AlertCheck> administered(Field by, String... actions) {
        Match match =
                new Match(Set.of(EventType.ADMINISTERED), Map.of(Field.ACTION, globs(List.of(actions))), List.of());
        return counted(match, List.of(by), 1, Duration.ofMinutes(5));
    }

    private static Optional<AlertCheck> counted(Match match, List<Field> by, int atLeast, Duration within) {
        return Optional.of(new AlertCheck.Count(match, by, false, atLeast, within));
    }

    private static Match types(EventType... types) {
        return new Match(Set.of(types), Map.of(), List.of());
    }

    private static AlertCheck count(RuleConfig said, MatchConfig written) {
        Map<Field, List<Glob>> fields = new EnumMap<>(Field.class);
        put(fields, Field.AGENT, written.agents());
        put(fields, Field.PRINCIPAL, written.principals());
        put(fields, Field.BUNDLE, written.bundles());
        put(fields, Field.SERVER, written.servers());
        put(fields, Field.UPSTREAM, written.upstreams());
        put(fields, Field.TOOL, written.tools());
        put(fields, Field.DECISION, written.decisions());
        put(fields, Field.ACTION, written.actions());
        put(fields, Field.PEER, written.peers());
        Match match = new Match(Set.copyOf(written.types()), fields, globs(written.detected()));
        List<Field> by =
                written.by().map(one -> List.of(Field.valueOf(one.name()))).orElse(List.of());
        return new AlertCheck.Count(
                match, by, false, said.atLeast().orElse(1), said.within().orElse(Duration.ofMinutes(5)));
    }

    private static void put(Map<Field, List<Glob>> fields, Field field, List<String> patterns) {
        if (!patterns.isEmpty()) {
            fields.put(field, globs(patterns));
        }
    }

    private static List<Glob> globs(List<String> patterns) {
        return patterns.stream().map(Glob::new).toList();
    }

    private static Predicate<Instant> usual(HoursConfig hours) {
        ZoneId zone = ZoneId.of(hours.zone());
        List<OpenHours> open = hours.open().stream()
                .map(OpenHours::parse)
                .flatMap(Optional::stream)
                .toList();
        return at -> open.stream().anyMatch(one -> one.hold(at.atZone(zone)));
    }
}
