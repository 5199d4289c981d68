/** Whose use limits and budgets count, and how a refusal is told. */
@NullMarked
package dev.gatehouse.policy.count;

import org.jspecify.annotations.NullMarked;
