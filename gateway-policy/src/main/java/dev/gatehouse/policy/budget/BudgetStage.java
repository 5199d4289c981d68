package dev.gatehouse.policy.budget;

import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.ChargingStage;
import dev.gatehouse.core.policy.Decision;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.policy.count.Counted;
import dev.gatehouse.policy.count.EachCounted;
import java.sql.SQLException;

/**
 * Takes the price of a call from a budget before the call is sent, once, in the round that begins it. A call that may
 * have run keeps its charge, and so does one that waits for its client.
 */
final class BudgetStage implements ChargingStage {
    static final String NO_LEDGER = "what was spent cannot be looked up now, so nothing can be spent. Retry in 5 s.";

    private final StageId id;
    private final Budget budget;
    private final PriceList prices;
    private final Spending spending;
    private final Clocks clocks;

    BudgetStage(StageId id, Budget budget, PriceList prices, Spending spending, Clocks clocks) {
        this.id = id;
        this.budget = budget;
        this.prices = prices;
        this.spending = spending;
        this.clocks = clocks;
    }

    @Override
    public StageId id() {
        return id;
    }

    @Override
    public Reservation reserve(CallFacts facts, Operation operation) {
        return take(budget, facts, operation);
    }

    @Override
    public Reservation rehearse(CallFacts facts, Operation operation) {
        return take(budget.onTrial(), facts, operation);
    }

    /** What is free needs no budget, and no database. */
    private Reservation take(Budget from, CallFacts facts, Operation operation) {
        if (!ChargingStage.begins(facts, operation)) {
            return Reservation.NOTHING;
        }
        Usd price = prices.of(facts.server(), operation);
        if (price.equals(Usd.ZERO)) {
            return Reservation.NOTHING;
        }
        Period.Span span = from.period().at(clocks.now(), from.zone());
        return EachCounted.reserve(
                from.counting().of(facts, operation),
                counted -> take(Charge.of(from, counted, span, price, facts, operation)));
    }

    private Reservation take(Charge charge) {
        try {
            return switch (spending.charge(charge)) {
                case Charged.Taken taken -> granted(charge, taken);
                case Charged.Before _ -> Reservation.NOTHING;
                case Charged.Exhausted _ -> new Reservation.Refused(told(charge));
            };
        } catch (Ledger.NotReachedException e) {
            return new Reservation.Refused(NO_LEDGER);
        } catch (SQLException e) {
            spending.giveBackLater(charge.key());
            return new Reservation.Refused(NO_LEDGER);
        }
    }

    private Reservation granted(Charge charge, Charged.Taken taken) {
        Hold hold = settlement -> {
            if (settlement == Settlement.NOT_SENT) {
                spending.giveBack(charge);
            }
        };
        boolean isOver = taken.used().compareTo(charge.budget().limit()) > 0;
        return isOver
                ? new Reservation.Noted(hold, new Decision.Flag("over_budget", told(charge)))
                : new Reservation.Granted(hold);
    }

    private static String told(Charge charge) {
        Counted counted = charge.counted();
        Budget budget = charge.budget();
        return "the budget of " + budget.limit() + " USD a " + budget.period().word() + " for " + counted.told()
                + " is used up. It begins anew at " + charge.span().ends() + ".";
    }
}
