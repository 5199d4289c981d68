package dev.gatehouse.server.config.policy;

import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.policy.Provisions;
import dev.gatehouse.policy.condition.Condition;
import dev.gatehouse.policy.condition.Condition.Moment;
import dev.gatehouse.policy.condition.Conditions;
import dev.gatehouse.policy.condition.Conditions.Compiled;
import dev.gatehouse.policy.rules.Denial;
import dev.gatehouse.policy.rules.OnlyTools;
import dev.gatehouse.policy.rules.Selection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes stages of the rules that a bundle names. Checked rules compile; what they draw on is the provisions'. */
public final class RuleCompiler {
    /** What a caller reads where an allow-list without a reason of its own denies. */
    public static final String ONLY_REASON = "This tool is not among those allowed here.";

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

    private static boolean isShadow(PolicyConfig.Mode policy, RuleConfig rule) {
        return policy == PolicyConfig.Mode.SHADOW || rule.mode() == PolicyConfig.Mode.SHADOW;
    }
}
