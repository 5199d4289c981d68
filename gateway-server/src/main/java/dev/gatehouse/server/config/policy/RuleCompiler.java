package dev.gatehouse.server.config.policy;

import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.policy.Decision;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.policy.Provisions;
import dev.gatehouse.policy.approval.ApprovalRule;
import dev.gatehouse.policy.budget.PriceList;
import dev.gatehouse.policy.decision.AskRule;
import dev.gatehouse.policy.decision.DecisionPoint;
import dev.gatehouse.server.config.identity.MemberNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes stages of the rules that a bundle names. Checked rules compile; what they draw on is the provisions'. */
public final class RuleCompiler {
    /** What approvers and callers read where a rule says no reason of its own. */
    private static final String ASK_REASON = "This is not allowed.";

    private static final String APPROVE_REASON = "This needs somebody's approval.";

    private final Map<String, PolicyConfig> policies;
    private final Provisions provisions;
    private final PriceList prices;
    private final MemberNames members;

    private final Selections selections = new Selections();

    /** @param members how the names of people are read */
    public RuleCompiler(
            Map<String, PolicyConfig> policies, MemberNames members, PricesConfig prices, Provisions provisions) {
        this.policies = policies;
        this.members = members;
        this.provisions = provisions;
        this.prices = ChargeCompiler.prices(prices);
    }

    /** @param names of policies, in the bundle's order */
    public CompiledRules compile(BundleName bundle, List<String> names) {
        Building building = new Building(new ChargeCompiler(bundle, provisions, prices, members));
        for (String name : names) {
            PolicyConfig policy = policies.get(name);
            for (int i = 0; policy != null && i < policy.rules().size(); i++) {
                StageId id = new StageId(name + "[" + i + "]");
                building.add(name, id, policy.mode(), policy.rules().get(i));
            }
        }
        return building.done();
    }

    private final class Building {
        private final ChargeCompiler compiler;
        private final Assembly assembly = new Assembly();

        Building(ChargeCompiler compiler) {
            this.compiler = compiler;
        }

        /** One line for each thing a rule can do; the checks saw to it that a rule does exactly one. */
        void add(String policy, StageId id, PolicyConfig.Mode mode, RuleConfig rule) {
            Assembly.Place place = assembly.place(selections.of(rule), isShadow(mode, rule));
            PlainEffects.place(place, id, rule);
            rule.ask().ifPresent(ask -> place.stage(asking(id, ask, rule)));
            rule.approve().ifPresent(approve -> place.stage(new ApprovalRule(id, demand(approve, rule))));
            rule.detect().ifPresent(words -> Watches.place(place, id, words, rule, provisions.lane()));
            rule.script()
                    .ifPresent(file ->
                            ScriptRules.place(place, id, file, rule, provisions.scripts(), provisions.fetching()));
            rule.limit().ifPresent(limit -> place.charge(compiler.limit(id, policy, limit)));
            rule.budget().ifPresent(budget -> place.charge(compiler.budget(id, policy, budget)));
        }

        CompiledRules done() {
            return assembly.done();
        }
    }

    private AskRule asking(StageId id, AskConfig ask, RuleConfig rule) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", "application/json");
        ask.headers().forEach((name, value) -> headers.put(name, value.reveal()));
        return new AskRule(
                id,
                new DecisionPoint(ask.url(), headers, ask.timeout(), ask.cache()),
                provisions.decisions(),
                ask.list(),
                rule.deny().orElse(ASK_REASON));
    }

    private Decision.RequireApproval demand(ApproveConfig approve, RuleConfig rule) {
        List<String> approvers = approve.by().stream()
                .flatMap(name -> ApproveChecks.qualified(name, members).stream())
                .toList();
        return new Decision.RequireApproval(
                approvers,
                approve.within(),
                approve.people(),
                rule.deny().orElse(APPROVE_REASON),
                approve.execute() == ApproveConfig.Execute.ON_APPROVAL);
    }

    private static boolean isShadow(PolicyConfig.Mode policy, RuleConfig rule) {
        return policy == PolicyConfig.Mode.SHADOW || rule.mode() == PolicyConfig.Mode.SHADOW;
    }
}
