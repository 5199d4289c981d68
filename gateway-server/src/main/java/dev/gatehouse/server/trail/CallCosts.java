package dev.gatehouse.server.trail;

import dev.gatehouse.audit.search.Usage;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Map;

/** What calls under budgets cost, by whatever {@link Usage} is of. */
@FunctionalInterface
public interface CallCosts {
    /** Where no costs are known. */
    CallCosts NONE = (_, _, _) -> Map.of();

    /** In US dollars, by the names that usage has; of days by UTC, both included. */
    Map<String, String> by(Usage.By by, LocalDate from, LocalDate to) throws SQLException;
}
