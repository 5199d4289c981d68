package dev.gatehouse.core.policy;

/** A stage that takes something from a shared store: a rate, a slot, a budget. Asked only after every pure stage allowed. */
public interface ChargingStage {
    StageId id();

    /** Throwing means deny, and nothing may have been taken. */
    Reservation reserve(CallFacts facts, Operation operation);

    sealed interface Reservation {
        record Granted(Hold hold) implements Reservation {}

        /** @param reason safe to show, with a hint when to come back */
        record Refused(String reason) implements Reservation {}
    }

    /** What was taken for one round; settled exactly once. */
    @FunctionalInterface
    interface Hold {
        void settle(Settlement settlement);
    }

    enum Settlement {
        /** The round is over and counts. */
        DONE,
        /** The call waits for an answer: slots are given back, budgets stay held. */
        SUSPENDED,
        /** Nothing went upstream: give everything back. */
        NOT_SENT,
        /** It may have run: keep what was charged. */
        UNKNOWN
    }
}
