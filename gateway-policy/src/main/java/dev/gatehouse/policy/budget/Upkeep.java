package dev.gatehouse.policy.budget;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does for budgets what nobody waits for: gives back what is owed, sums up old charges, reads how full they are. */
public final class Upkeep implements AutoCloseable {
    private static final Duration GIVEN_BACK_EACH = Duration.ofSeconds(5);
    private static final Duration READ_EACH = Duration.ofSeconds(15);
    private static final Duration SWEPT_EACH = Duration.ofHours(1);
    private static final Duration CLOSE_WAIT_MAX = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    private final Budgets budgets;
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("gatehouse-budgets").daemon().factory());

    private volatile Map<String, Double> shares = Map.of();

    private Upkeep(Budgets budgets) {
        this.budgets = budgets;
    }

    public static Upkeep start(Budgets budgets) {
        Upkeep upkeep = new Upkeep(budgets);
        upkeep.each(GIVEN_BACK_EACH, "give back", budgets::giveBackOwed);
        upkeep.each(READ_EACH, "read", upkeep::read);
        upkeep.each(SWEPT_EACH, "sum up", budgets::sweep);
        return upkeep;
    }

    /** The part used of each budget, by its id, at the fullest of what it counts; at most some seconds old. */
    public Map<String, Double> shares() {
        return shares;
    }

    private void read() throws SQLException {
        shares = budgets.standings().stream()
                .collect(Collectors.toUnmodifiableMap(Standing::budget, Standing::share, Math::max));
    }

    @FunctionalInterface
    private interface Task {
        void run() throws SQLException;
    }

    private void each(Duration period, String what, Task task) {
        var _ = worker.scheduleWithFixedDelay(
                () -> run(what, task), period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A task that throws would never run again. */
    private static void run(String what, Task task) {
        try {
            task.run();
        } catch (SQLException e) {
            LOG.debug("budgets: cannot {} now: {}", what, e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("budgets: {} failed", what, e);
        }
    }

    /** Tries once more to give back what is owed. The database must still stand. */
    @Override
    public void close() {
        worker.shutdownNow();
        try {
            var _ = worker.awaitTermination(CLOSE_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        budgets.giveBackOwed();
    }
}
