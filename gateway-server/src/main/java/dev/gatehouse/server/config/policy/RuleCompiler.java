package dev.gatehouse.server.config.policy;

import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.policy.Provisions;
import dev.gatehouse.policy.condition.Condition;
import dev.gatehouse.policy.condition.Condition.Moment;
import dev.gatehouse.policy.condition.Conditions;
import dev.gatehouse.policy.condition.Conditions.Compiled;
import dev.gatehouse.policy.rules.Denial;
import dev.gatehouse.policy.rules.HoursRule;
import dev.gatehouse.policy.rules.OnlyTools;
import dev.gatehouse.policy.rules.OpenHours;
import dev.gatehouse.policy.rules.ScopeRule;
import dev.gatehouse.policy.rules.Selection;
import dev.gatehouse.policy.schema.ArgumentRule;
import dev.gatehouse.policy.schema.ArgumentSchema;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes stages of the rules that a bundle names. Checked rules compile; what they draw on is the provisions'. */
public final class RuleCompiler {
    /** What a caller reads where an allow-list without a reason of its own denies. */
    public static final String ONLY_REASON = "This tool is not among those allowed here.";

    private static final String SCOPE_REASON = "This needs a scope that the token lacks.";
    private static final String ARGUMENTS_REASON = "These arguments are not allowed here.";
    private static final String HOURS_REASON = "This is not allowed at this time.";

    private final Map<String, PolicyConfig> policies;

    @SuppressWarnings("UnusedVariable")
    private final Provisions provisions;

    private final Map<String, Condition> conditions = new HashMap<>();

    public RuleCompiler(Map<String, PolicyConfig> policies, Provisions provisions) {
        this.policies = policies;
        this.provisions = provisions;
    }

    /** @param names of policies, in the bundle's order */
    public CompiledRules compile(BundleName bundle, List<String> names) {
        Building building = new Building(bundle);
        for (String name : names) {
            PolicyConfig policy = policies.get(name);
            for (int i = 0; policy != null && i < policy.rules().size(); i++) {
                building.add(
                        new StageId(name + "[" + i + "]"),
                        policy.mode(),
                        policy.rules().get(i));
            }
        }
        return building.done();
    }

    private final class Building {
        @SuppressWarnings("UnusedVariable")
        private final BundleName bundle;

        private final Assembly assembly = new Assembly();

        Building(BundleName bundle) {
            this.bundle = bundle;
        }

        /** One line for each thing a rule can do; the checks saw to it that a rule does exactly one. */
        void add(StageId id, PolicyConfig.Mode mode, RuleConfig rule) {
            Assembly.Place place = assembly.place(selection(rule), isShadow(mode, rule));
            rule.only()
                    .ifPresent(only ->
                            place.stage(new OnlyTools(id, only, rule.deny().orElse(ONLY_REASON))));
            rule.requireScope()
                    .ifPresent(scopes -> place.stage(
                            new ScopeRule(id, Set.copyOf(scopes), rule.reason().orElse(SCOPE_REASON))));
            rule.arguments()
                    .ifPresent(arguments -> place.stage(
                            new ArgumentRule(id, schema(arguments), rule.deny().orElse(ARGUMENTS_REASON))));
            rule.hours()
                    .ifPresent(hours -> place.stage(new HoursRule(
                            id,
                            ZoneId.of(hours.zone()),
                            open(hours),
                            rule.deny().orElse(HOURS_REASON))));
            if (Effects.of(rule).isEmpty()) {
                deny(place, new Denial(id, rule.deny().orElseThrow()));
            }
        }

        /** A denial that depends on the result withholds it. */
        private void deny(Assembly.Place place, Denial denial) {
            if (place.moment() == Moment.RESULT) {
                place.result(denial);
            } else {
                place.stage(denial);
            }
        }

        CompiledRules done() {
            return assembly.done();
        }
    }

    private Selection selection(RuleConfig rule) {
        Selection named = Selection.named(rule.tools(), rule.prompts(), rule.resources());
        return rule.when().map(text -> named.when(condition(text))).orElse(named);
    }

    /** Compiled once, however many rules and bundles use it. */
    private Condition condition(String text) {
        return conditions.computeIfAbsent(text, unknown -> switch (Conditions.compile(unknown)) {
            case Compiled.Usable usable -> usable.condition();
            case Compiled.Wrong wrong -> throw new IllegalArgumentException(wrong.message());
        });
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

    private static boolean isShadow(PolicyConfig.Mode policy, RuleConfig rule) {
        return policy == PolicyConfig.Mode.SHADOW || rule.mode() == PolicyConfig.Mode.SHADOW;
    }
}
