/** Decisions that somebody else takes, asked over HTTP in the shape that Open Policy Agent expects. */
@NullMarked
package dev.gatehouse.policy.decision;

import org.jspecify.annotations.NullMarked;
