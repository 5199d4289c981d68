package dev.gatehouse.core.view;

import dev.gatehouse.core.policy.Target;

/**
 * An entry that is not published because its public name is that of another upstream's entry, or looks like it.
 *
 * @param by what keeps the name: of the upstream that the virtual server names first
 */
public record Lookalike(Target hidden, Target by) {}
