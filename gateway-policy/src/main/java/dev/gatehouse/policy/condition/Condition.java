package dev.gatehouse.policy.condition;

/** A compiled condition. Immutable, and safe for all threads. */
public interface Condition {

    /** When all that a condition reads is known; a later moment knows what earlier ones do. */
    enum Moment {
        /** Who, through which bundle and server, and the entry as its upstream describes it. */
        LIST,
        /** Also the arguments and the time. */
        CALL,
        /** Also what came back. */
        RESULT
    }

    /** The earliest moment at which it can be asked. */
    Moment moment();

    /** @param circumstances of {@link #moment} or later; at an earlier one the answer means nothing */
    Truth ask(Circumstances circumstances);
}
