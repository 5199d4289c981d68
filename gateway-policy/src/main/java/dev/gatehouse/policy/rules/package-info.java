/** Rules: what they select, what they do, and how one on trial is kept from doing it. */
@NullMarked
package dev.gatehouse.policy.rules;

import org.jspecify.annotations.NullMarked;
