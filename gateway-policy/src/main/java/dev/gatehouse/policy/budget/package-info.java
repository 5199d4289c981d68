/** Prices, budgets, and the one ledger that says what was spent. */
@NullMarked
package dev.gatehouse.policy.budget;

import org.jspecify.annotations.NullMarked;
