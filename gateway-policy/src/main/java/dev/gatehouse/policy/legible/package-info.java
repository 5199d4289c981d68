/** What people read who decide: nothing in it is hidden, turned round, or looks like something else. */
@NullMarked
package dev.gatehouse.policy.legible;

import org.jspecify.annotations.NullMarked;
