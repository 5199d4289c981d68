/** Rates and slots: how often, and how many at once. In memory, of one gateway, and older than any revision. */
@NullMarked
package dev.gatehouse.policy.limit;

import org.jspecify.annotations.NullMarked;
