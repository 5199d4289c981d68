/** Rules written as JavaScript: what a script is told, what it may answer, and what becomes of its answer. */
@NullMarked
package dev.gatehouse.policy.script;

import org.jspecify.annotations.NullMarked;
