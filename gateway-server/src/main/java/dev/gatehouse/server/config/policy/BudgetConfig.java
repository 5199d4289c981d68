package dev.gatehouse.server.config.policy;

import dev.gatehouse.policy.budget.Period;
import dev.gatehouse.policy.budget.Usd;
import dev.gatehouse.policy.count.CountedBy;
import dev.gatehouse.server.config.bind.Default;
import dev.gatehouse.server.config.bind.Doc;
import dev.gatehouse.server.config.bind.Percent;
import dev.gatehouse.server.config.bind.Within;
import java.util.List;
import java.util.Optional;

/** How much may be spent, by the prices of {@code prices}. */
public record BudgetConfig(
        @Doc("The limit, in US dollars.") @Within(min = "0.000001", max = "100000000")
        Usd usd,

        @Doc("How long it is for, by the calendar.") Period per,

        @Doc(
                "What has a budget of its own: each caller, agent, user, group of `groups`, bundle, tool or upstream. A caller"
                        + " that has no such key spends nothing from it.")
        @Default("bundle")
        CountedBy key,

        @Doc("The groups, with `key: group`: whoever is in several spends from each.")
        List<String> groups,

        @Doc("At what part of it the trail says so, once a period.") @Default("80%")
        Percent warnAt,

        @Doc("`hard` refuses what would go over it; `soft` lets it through and records that.") @Default("hard")
        Mode mode,

        @Doc("The time zone whose days and months they are, such as `Europe/Berlin`.") @Default("UTC")
        String zone,

        @Doc(
                "Names what was spent, which stays with the name when the rule moves or its figures change. By key and period"
                        + " when left out.")
        Optional<String> name) {

    /** What happens at the limit. */
    public enum Mode {
        HARD,
        SOFT
    }
}
