package dev.gatehouse.server.config.policy;

import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.policy.ChargingStage;
import dev.gatehouse.core.policy.PolicyStage;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.policy.Provisions;
import dev.gatehouse.policy.rules.ToolRule;
import dev.gatehouse.policy.screen.ResultStage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes stages of the rules that a bundle names. Checked rules compile; what they draw on is the provisions'. */
public final class RuleCompiler {
    /** What a caller reads where an allow-list without a reason of its own denies. */
    public static final String ONLY_REASON = "This tool is not among those allowed here.";

    private final Map<String, List<RuleConfig>> policies;

    @SuppressWarnings("UnusedVariable")
    private final Provisions provisions;

    public RuleCompiler(Map<String, List<RuleConfig>> policies, Provisions provisions) {
        this.policies = policies;
        this.provisions = provisions;
    }

    /** @param names of policies, in the bundle's order */
    public CompiledRules compile(BundleName bundle, List<String> names) {
        Building building = new Building(bundle);
        for (String name : names) {
            List<RuleConfig> rules = policies.getOrDefault(name, List.of());
            for (int i = 0; i < rules.size(); i++) {
                building.add(new StageId(name + "[" + i + "]"), rules.get(i));
            }
        }
        return building.done();
    }

    private static final class Building {
        @SuppressWarnings("UnusedVariable")
        private final BundleName bundle;

        private final List<PolicyStage> stages = new ArrayList<>();
        private final List<ChargingStage> charges = new ArrayList<>();
        private final List<ResultStage> results = new ArrayList<>();

        Building(BundleName bundle) {
            this.bundle = bundle;
        }

        void add(StageId id, RuleConfig rule) {
            stages.add(rule.only()
                    .map(only -> ToolRule.only(id, only, rule.deny().orElse(ONLY_REASON)))
                    .orElseGet(() -> ToolRule.deny(
                            id, rule.tools().orElseThrow(), rule.deny().orElseThrow())));
        }

        CompiledRules done() {
            return new CompiledRules(stages, charges, results);
        }
    }
}
