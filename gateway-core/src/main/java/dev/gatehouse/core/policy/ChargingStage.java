package dev.gatehouse.core.policy;

/**
 * A stage that takes something from a shared store: a rate, a slot, a budget. Asked in every round, only after every pure
 * stage allowed; what a call takes once is taken in the round that {@link #begins} it.
 */
public interface ChargingStage {
    StageId id();

    /** Throwing means deny, and nothing may have been taken. */
    Reservation reserve(CallFacts facts, Operation operation);

    /**
     * What {@link #reserve} would say, for a rule on trial. It may keep count for itself, and takes nothing that an
     * enforced rule would miss; a refusal is recorded and has no other effect.
     */
    default Reservation rehearse(CallFacts facts, Operation operation) {
        return Reservation.NOTHING;
    }

    /** Whether this round is a call's first: later ones, and what is done to its task, belong to that call. */
    static boolean begins(CallFacts facts, Operation operation) {
        return facts.round() == 0 && !operation.verb().isOnTask();
    }

    sealed interface Reservation {
        record Granted(Hold hold) implements Reservation {}

        /** Granted, with something worth recording: a soft limit that was passed, a refusal on trial. */
        record Noted(Hold hold, Decision.Flag flag) implements Reservation {}

        /** @param reason safe to show, with a hint when to come back */
        record Refused(String reason) implements Reservation {}

        /** Granted, and nothing was taken. */
        Reservation NOTHING = new Granted(Hold.NONE);
    }

    /** What was taken for one round; settled exactly once. */
    @FunctionalInterface
    interface Hold {
        Hold NONE = _ -> {};

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
