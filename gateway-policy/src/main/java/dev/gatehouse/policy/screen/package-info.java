/** Policies on what comes back, folded into one screen. */
@NullMarked
package dev.gatehouse.policy.screen;

import org.jspecify.annotations.NullMarked;
