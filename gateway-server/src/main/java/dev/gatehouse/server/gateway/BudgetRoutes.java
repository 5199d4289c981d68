package dev.gatehouse.server.gateway;

import static dev.gatehouse.auth.admin.AdminRoute.route;

import dev.gatehouse.auth.admin.AdminRoute;
import dev.gatehouse.auth.admin.Asked;
import dev.gatehouse.auth.admin.Problem;
import dev.gatehouse.auth.admin.Reach;
import dev.gatehouse.auth.admin.shape.About;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.policy.budget.Budgets;
import dev.gatehouse.policy.budget.Cost;
import dev.gatehouse.policy.budget.Standing;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The part of the admin API about money: how budgets stand, what calls cost. */
final class BudgetRoutes {
    private static final String BY = "by";

    private final Budgets budgets;
    private final Clocks clocks;

    BudgetRoutes(Budgets budgets, Clocks clocks) {
        this.budgets = budgets;
        this.clocks = clocks;
    }

    enum Mode {
        HARD,
        SOFT
    }

    record BudgetList(
            @About("The most used first, those without a call in this period left out; at most 1,000.")
            List<BudgetView> budgets) {}

    record BudgetView(
            String budget,
            String bundle,

            @About("What it counts: a caller, a group, a tool.")
            String counted,

            String period,
            @About("In US dollars.") String used,
            @About("As the last call found it.") String limit,
            Mode mode,
            @About("Its threshold is crossed.") boolean warned,
            Instant resets) {

        static BudgetView of(Standing standing) {
            return new BudgetView(
                    standing.budget(),
                    standing.bundle().value(),
                    standing.counted(),
                    standing.period(),
                    standing.used().toString(),
                    standing.limit().toString(),
                    standing.hard() ? Mode.HARD : Mode.SOFT,
                    standing.warned(),
                    standing.resets());
        }
    }

    record CostList(
            String from,
            String to,
            @About("The dearest first; at most 1,000.") List<CostView> costs) {}

    record CostView(
            String of, long calls, @About("In US dollars.") String usd) {
        static CostView of(Cost cost) {
            return new CostView(cost.of(), cost.calls(), cost.usd().toString());
        }
    }

    List<AdminRoute> routes() {
        return List.of(
                route(Method.GET, "/budgets", Reach.WATCHERS, "Shows how budgets stand.")
                        .answers(BudgetList.class)
                        .by(this::budgets),
                route(Method.GET, "/costs", Reach.OVERSEERS, "Sums up what calls under budgets cost.")
                        .parameter(BY, "bundle, server, upstream, tool, caller or agent")
                        .parameter("from", "The first day, by UTC; the first of this month when left out.")
                        .parameter("to", "The last day; today when left out.")
                        .answers(CostList.class)
                        .by(this::costs));
    }

    private Answer budgets(Asked asked) throws SQLException {
        return AdminRoute.ok(new BudgetList(budgets.standings().stream()
                .filter(standing ->
                        asked.by().roles().seeEverything() || asked.by().sees(standing.bundle()))
                .map(BudgetView::of)
                .toList()));
    }

    private Answer costs(Asked asked) throws SQLException {
        LocalDate today = LocalDate.ofInstant(clocks.now(), ZoneOffset.UTC);
        Optional<Cost.By> by = by(asked.parameter(BY).orElse(""));
        if (by.isEmpty()) {
            return Problem.malformed("by", "expected bundle, server, upstream, tool, caller or agent")
                    .answer();
        }
        try {
            LocalDate from = asked.parameter("from").map(LocalDate::parse).orElse(today.withDayOfMonth(1));
            LocalDate to = asked.parameter("to").map(LocalDate::parse).orElse(today);
            return AdminRoute.ok(new CostList(
                    from.toString(),
                    to.toString(),
                    budgets.costs(by.get(), from, to).stream().map(CostView::of).toList()));
        } catch (DateTimeException e) {
            return Problem.malformed("from", "expected days such as 2026-11-21").answer();
        }
    }

    private static Optional<Cost.By> by(String word) {
        return Stream.of(Cost.By.values())
                .filter(by -> by.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst();
    }
}
