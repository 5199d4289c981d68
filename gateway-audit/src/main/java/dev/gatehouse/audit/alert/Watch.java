package dev.gatehouse.audit.alert;

import java.time.Instant;

/** What a rule makes of one occurrence after the other. Of one thread; its memory is bounded, whoever names what. */
interface Watch {
    /** @param now by the wall clock */
    void see(Occurrence occurrence, Instant now, Sightings out);

    /** Is told when a rule is true. */
    @FunctionalInterface
    interface Sightings {
        /**
         * @param key what it is true of
         * @param text one line for people
         */
        void sighted(String key, String text);
    }
}
