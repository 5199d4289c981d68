package dev.gatehouse.server.config.policy;

import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.policy.Decision;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.policy.Provisions;
import dev.gatehouse.policy.approval.ApprovalRule;
import dev.gatehouse.policy.budget.PriceList;
import dev.gatehouse.policy.rules.Denial;
import dev.gatehouse.policy.rules.OnlyTools;
import dev.gatehouse.policy.rules.Selection;
import dev.gatehouse.server.config.identity.MemberNames;
import java.util.List;
import java.util.Map;

/** Makes stages of the rules that a bundle names. Checked rules compile; what they draw on is the provisions'. */
public final class RuleCompiler {
    /** What a caller reads where an allow-list without a reason of its own denies. */
    public static final String ONLY_REASON = "This tool is not among those allowed here.";

    /** What approvers and callers read where a rule says no reason of its own. */
    private static final String APPROVE_REASON = "This needs somebody's approval.";

    private final Map<String, PolicyConfig> policies;
    private final PriceList prices;
    private final MemberNames members;
    private final Provisions provisions;

    /** @param members how the names of people are read */
    public RuleCompiler(
            Map<String, PolicyConfig> policies, PricesConfig prices, MemberNames members, Provisions provisions) {
        this.policies = policies;
        this.prices = ChargeCompiler.prices(prices);
        this.members = members;
        this.provisions = provisions;
    }

    /** @param names of policies, in the bundle's order */
    public CompiledRules compile(BundleName bundle, List<String> names) {
        Building building = new Building(new ChargeCompiler(bundle, provisions, prices, members));
        for (String name : names) {
            PolicyConfig policy = policies.get(name);
            for (int i = 0; policy != null && i < policy.rules().size(); i++) {
                building.add(
                        name,
                        new StageId(name + "[" + i + "]"),
                        policy.mode(),
                        policy.rules().get(i));
            }
        }
        return building.done();
    }

    private final class Building {
        private final ChargeCompiler charges;
        private final Assembly assembly = new Assembly();

        Building(ChargeCompiler charges) {
            this.charges = charges;
        }

        /** One line for each thing a rule can do; the checks saw to it that a rule does exactly one. */
        void add(String policy, StageId id, PolicyConfig.Mode mode, RuleConfig rule) {
            Assembly.Place place = assembly.place(selection(rule), isShadow(mode, rule));
            rule.only()
                    .ifPresent(only ->
                            place.stage(new OnlyTools(id, only, rule.deny().orElse(ONLY_REASON))));
            rule.approve().ifPresent(approve -> place.stage(new ApprovalRule(id, demand(approve, rule))));
            rule.limit().ifPresent(limit -> place.charge(charges.limit(id, policy, limit)));
            rule.budget().ifPresent(budget -> place.charge(charges.budget(id, policy, budget)));
            if (Effects.of(rule).isEmpty()) {
                place.stage(new Denial(id, rule.deny().orElseThrow()));
            }
        }

        CompiledRules done() {
            return assembly.done();
        }
    }

    private Decision.RequireApproval demand(ApproveConfig approve, RuleConfig rule) {
        List<String> approvers = approve.by().stream()
                .flatMap(name -> ApproveChecks.qualified(name, members).stream())
                .toList();
        return new Decision.RequireApproval(
                approvers, approve.within(), approve.people(), rule.deny().orElse(APPROVE_REASON));
    }

    private static Selection selection(RuleConfig rule) {
        return Selection.named(rule.tools(), rule.prompts(), rule.resources());
    }

    private static boolean isShadow(PolicyConfig.Mode policy, RuleConfig rule) {
        return policy == PolicyConfig.Mode.SHADOW || rule.mode() == PolicyConfig.Mode.SHADOW;
    }
}
