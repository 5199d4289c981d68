package dev.gatehouse.policy.condition;

/** What becomes of a condition. */
public sealed interface Truth {
    record Holds() implements Truth {}

    record HoldsNot() implements Truth {}

    /**
     * Neither: whatever the condition guards is refused.
     *
     * @param reason safe to show; it names the kind of failure and no value
     */
    record Undecidable(String reason) implements Truth {}

    Truth HOLDS = new Holds();
    Truth HOLDS_NOT = new HoldsNot();

    static Truth of(boolean holds) {
        return holds ? HOLDS : HOLDS_NOT;
    }
}
