package dev.gatehouse.server.config.policy;

import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.policy.condition.Condition.Moment;
import dev.gatehouse.policy.rules.Denial;
import dev.gatehouse.policy.rules.HoursRule;
import dev.gatehouse.policy.rules.OnlyTools;
import dev.gatehouse.policy.rules.OpenHours;
import dev.gatehouse.policy.rules.ScopeRule;
import dev.gatehouse.policy.schema.ArgumentRule;
import dev.gatehouse.policy.schema.ArgumentSchema;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The effects that draw on nothing: what is denied, by name, scope, arguments or time. */
final class PlainEffects {
    /** What callers read where a rule says no reason of its own. */
    private static final String ONLY_REASON = "This tool is not among those allowed here.";

    private static final String SCOPE_REASON = "This needs a scope that the token lacks.";
    private static final String ARGUMENTS_REASON = "These arguments are not allowed here.";
    private static final String HOURS_REASON = "This is not allowed at this time.";

    private PlainEffects() {}

    static void place(Assembly.Place place, StageId id, RuleConfig rule) {
        rule.only()
                .map(only -> new OnlyTools(id, only, rule.deny().orElse(ONLY_REASON)))
                .ifPresent(place::stage);
        rule.requireScope()
                .map(scopes ->
                        new ScopeRule(id, Set.copyOf(scopes), rule.reason().orElse(SCOPE_REASON)))
                .ifPresent(place::stage);
        rule.arguments()
                .map(arguments ->
                        new ArgumentRule(id, schema(arguments), rule.deny().orElse(ARGUMENTS_REASON)))
                .ifPresent(place::stage);
        rule.hours()
                .map(hours -> new HoursRule(
                        id, ZoneId.of(hours.zone()), open(hours), rule.deny().orElse(HOURS_REASON)))
                .ifPresent(place::stage);
        if (Effects.of(rule).isEmpty()) {
            deny(place, new Denial(id, rule.deny().orElseThrow()));
        }
    }

    /** A denial that depends on the result withholds it. */
    private static void deny(Assembly.Place place, Denial denial) {
        if (place.moment() == Moment.RESULT) {
            place.result(denial);
        } else {
            place.stage(denial);
        }
    }

    private static ArgumentSchema schema(ArgumentsConfig arguments) {
        return switch (ArgumentSchema.compile(arguments.schema())) {
            case ArgumentSchema.Compiled.Usable usable -> usable.schema();
            case ArgumentSchema.Compiled.Wrong wrong -> throw new IllegalArgumentException(wrong.message());
        };
    }

    private static List<OpenHours> open(HoursConfig hours) {
        return hours.open().stream()
                .map(OpenHours::parse)
                .flatMap(Optional::stream)
                .toList();
    }
}
