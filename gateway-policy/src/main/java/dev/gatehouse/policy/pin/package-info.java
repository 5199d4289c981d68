/** Pins: what upstreams offer, as it was approved, what they offer instead since, and who decides about it. */
@NullMarked
package dev.gatehouse.policy.pin;

import org.jspecify.annotations.NullMarked;
