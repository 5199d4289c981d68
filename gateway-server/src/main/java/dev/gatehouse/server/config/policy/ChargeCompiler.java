package dev.gatehouse.server.config.policy;

import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.ChargingStage;
import dev.gatehouse.core.policy.Glob;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.policy.Provisions;
import dev.gatehouse.policy.budget.Budget;
import dev.gatehouse.policy.budget.PriceList;
import dev.gatehouse.policy.budget.Usd;
import dev.gatehouse.policy.count.CountedBy;
import dev.gatehouse.policy.count.Counting;
import dev.gatehouse.policy.limit.LimitId;
import dev.gatehouse.policy.limit.Rate;
import dev.gatehouse.server.config.identity.MemberNames;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Makes charging stages of the limits and budgets of one bundle, and names what they count so that a reload finds it
 * again: a limit by what it says, a budget by its name, or by key and period. Each bundle that names a policy counts for
 * itself.
 */
final class ChargeCompiler {
    private final BundleName bundle;
    private final Provisions provisions;
    private final PriceList prices;
    private final MemberNames members;
    /** How often each name was given. */
    private final Map<String, Integer> given = new HashMap<>();

    ChargeCompiler(BundleName bundle, Provisions provisions, PriceList prices, MemberNames members) {
        this.bundle = bundle;
        this.provisions = provisions;
        this.prices = prices;
        this.members = members;
    }

    static PriceList prices(PricesConfig prices) {
        List<PriceList.ToolPrice> tools = prices.tools().entrySet().stream()
                .map(entry -> toolPrice(entry.getKey(), entry.getValue()))
                .toList();
        Map<UpstreamId, Usd> upstreams = new HashMap<>();
        prices.upstreams().forEach((upstream, price) -> upstreams.put(new UpstreamId(upstream), price));
        return new PriceList(tools, upstreams);
    }

    private static PriceList.ToolPrice toolPrice(String tools, Usd price) {
        int slash = tools.indexOf('/');
        return new PriceList.ToolPrice(
                new ServerName(tools.substring(0, slash)), new Glob(tools.substring(slash + 1)), price);
    }

    ChargingStage limit(StageId stage, String policy, LimitConfig limit) {
        LimitId id = new LimitId(bundle, policy + "/" + numbered("limit " + policy + limit, limit.toString()));
        Counting counting = counting(limit.key(), limit.groups());
        if (limit.concurrent().isPresent()) {
            return provisions.limits().concurrency(stage, id, limit.concurrent().get(), counting);
        }
        return provisions.limits().rate(stage, id, rate(limit), counting);
    }

    private static Rate rate(LimitConfig limit) {
        Rate.Of of = limit.calls().isPresent() ? Rate.Of.CALLS : Rate.Of.REQUESTS;
        int times = limit.calls().or(limit::requests).orElseThrow();
        Duration window = limit.per().orElseThrow();
        return new Rate(of, times, window, limit.burst().orElse(times));
    }

    ChargingStage budget(StageId stage, String policy, BudgetConfig budget) {
        String usual = word(budget.key()) + "-" + word(budget.per());
        String name = budget.name().orElseGet(() -> numbered("budget " + policy + usual, usual));
        Budget made = new Budget(
                bundle + "/" + policy + "/" + name,
                bundle,
                budget.usd(),
                budget.warnAt().hundredths(),
                budget.per(),
                ZoneId.of(budget.zone()),
                budget.mode() == BudgetConfig.Mode.HARD,
                counting(budget.key(), budget.groups()));
        return provisions.budgets().stage(stage, made, prices);
    }

    private Counting counting(CountedBy by, List<String> groups) {
        List<String> qualified = groups.stream()
                .map(members::qualified)
                .flatMap(Optional::stream)
                .toList();
        return new Counting(by, qualified, provisions.actors());
    }

    /** The same said twice is two: the second has a number. */
    private String numbered(String key, String name) {
        int times = given.merge(key, 1, Integer::sum);
        return times == 1 ? name : name + "-" + times;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
