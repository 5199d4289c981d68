package dev.gatehouse.policy.budget;

/** What the ledger says of a charge. */
sealed interface Charged {

    /**
     * It was taken.
     *
     * @param used in all, with it
     * @param warns whether it crossed the threshold: one charge in each period does
     * @param reaches whether it reached the limit: one charge in each period does, this one or one that was refused
     */
    record Taken(Usd used, boolean warns, boolean reaches) implements Charged {}

    /** It had been taken before; nothing was taken now. */
    record Before() implements Charged {}

    /**
     * It would go over the limit; nothing was taken.
     *
     * @param reaches whether it is the first to find so in this period
     */
    record Exhausted(Usd used, boolean reaches) implements Charged {}
}
