package dev.gatehouse.policy.budget;

import dev.gatehouse.core.identity.AgentName;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.policy.count.Counted;

/**
 * What one call would take from one count of a budget.
 *
 * @param agent the one that acts, empty where none does
 */
record Charge(
        Budget budget,
        Counted counted,
        Period.Span span,
        Usd price,
        CallFacts facts,
        Operation operation,
        String agent) {

    static Charge of(
            Budget budget, Counted counted, Period.Span span, Usd price, CallFacts facts, Operation operation) {
        String agent = budget.counting()
                .actors()
                .actor(facts.principal())
                .map(AgentName::value)
                .orElse("");
        return new Charge(budget, counted, span, price, facts, operation, agent);
    }

    /** What identifies it; two charges that agree in this are one. */
    Key key() {
        return new Key(facts.call().value(), budget.id(), counted.key());
    }

    record Key(String call, String budget, String counted) {}
}
