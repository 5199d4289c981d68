package dev.gatehouse.policy.budget;

import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.database.Transaction;
import dev.gatehouse.core.policy.ChargingStage;
import dev.gatehouse.core.policy.StageId;
import dev.gatehouse.policy.count.Refusals;
import dev.gatehouse.policy.count.ToldRefusals;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import javax.sql.DataSource;

/** All budgets of this process, and what the ledger says of them. Budgets of any revision draw on the one ledger. */
public final class Budgets {
    /** By then no call can come back. */
    static final Duration CHARGES_KEPT = Duration.ofDays(2);

    static final Duration SUMS_KEPT = Duration.ofDays(400);

    private final Ledger ledger;
    private final Spending spending;
    private final Clocks clocks;
    private final Refusals refusals;

    public Budgets(DataSource database, AuditJournal journal, Clocks clocks, Refusals refusals) {
        this(new Ledger(database::getConnection), journal, clocks, refusals);
    }

    Budgets(Ledger ledger, AuditJournal journal, Clocks clocks, Refusals refusals) {
        this.ledger = ledger;
        this.spending = new Spending(ledger, new Thresholds(journal, clocks), clocks);
        this.clocks = clocks;
        this.refusals = refusals;
    }

    /** Where nothing can be spent. */
    public static Budgets none() {
        Ledger shut = new Ledger(() -> {
            throw new SQLException("no budget is open");
        });
        AuditJournal silent = _ -> {
            throw new AuditUnavailableException("nothing is recorded");
        };
        return new Budgets(shut, silent, Clocks.SYSTEM, Refusals.UNSEEN);
    }

    public ChargingStage stage(StageId id, Budget budget, PriceList prices) {
        return new ToldRefusals(
                new BudgetStage(id, budget, prices, spending, clocks),
                budget.bundle(),
                Refusals.Measure.BUDGET,
                refusals);
    }

    /** Of periods that are not over and had a call; the most used first, at most 1,000. */
    public List<Standing> standings() throws SQLException {
        return ledger.standings(Transaction.timestamp(clocks.now()));
    }

    /** By UTC days, both included; the dearest first, at most 1,000. */
    public List<Cost> costs(Cost.By by, LocalDate from, LocalDate to) throws SQLException {
        return ledger.costs(by, from, to);
    }

    /** Gives back what could not be given back when it should have been. To be run every few seconds; blocks. */
    public void giveBackOwed() {
        spending.giveBackOwed();
    }

    /** Sums up old charges. To be run every hour, on any number of gateways; blocks. */
    public void sweep() throws SQLException {
        Instant now = clocks.now();
        ledger.sweep(Transaction.timestamp(now.minus(CHARGES_KEPT)), Transaction.timestamp(now.minus(SUMS_KEPT)));
    }
}
