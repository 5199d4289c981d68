/** Conditions: expressions over who calls what, with which arguments, when and with which result. */
@NullMarked
package dev.gatehouse.policy.condition;

import org.jspecify.annotations.NullMarked;
