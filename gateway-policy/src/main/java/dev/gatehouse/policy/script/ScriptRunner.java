package dev.gatehouse.policy.script;

import dev.gatehouse.core.json.Json;
import java.time.Duration;

/** Runs policy scripts somewhere where they can harm nobody. Safe for all threads. */
public interface ScriptRunner {
    /** More time than this no script gets, unless it fetches. */
    Duration TIMEOUT_MAX = Duration.ofSeconds(1);

    Duration TIMEOUT_DEFAULT = Duration.ofMillis(50);

    /** Larger contexts are not handed over: the call is denied. */
    int CONTEXT_MAX_BYTES = 4 * 1024 * 1024;

    int ANSWER_MAX_CHARS = 64 * 1024;

    /** Where no script can run. */
    ScriptRunner NONE = new ScriptRunner() {
        @Override
        public Loaded load(Script script) {
            return new Loaded.Unavailable("scripts are not run here");
        }

        @Override
        public Ran run(Script script, Json context, Duration within, ScriptFetch fetch) {
            return new Ran.Failed(Fault.NO_WORKER, "scripts are not run here");
        }
    };

    /** Checks the text, and makes the first call as quick as the later ones. May take seconds when nothing ran before. */
    Loaded load(Script script);

    /**
     * Asks the script, and waits for its answer.
     *
     * @param within from the moment it is begun to its answer, fetches included
     * @param fetch does what it asks of others; {@link ScriptFetch#NONE} when it may ask nobody
     */
    Ran run(Script script, Json context, Duration within, ScriptFetch fetch);

    /** What became of a text. */
    sealed interface Loaded {
        record Ready() implements Loaded {}

        /**
         * @param line of the text, from 1
         * @param column in that line, from 1
         */
        record Wrong(int line, int column, String message) implements Loaded {}

        /** Nothing could look at it. */
        record Unavailable(String why) implements Loaded {}
    }

    /** What became of a call. */
    sealed interface Ran {
        /** @param answer what the script returned, whatever it is */
        record Answered(Json answer) implements Ran {}

        /** @param detail for operators, such as what it threw: the script's own words, unescaped, not for callers */
        record Failed(Fault fault, String detail) implements Ran {}
    }

    /** Why there is no answer. */
    enum Fault {
        THREW("threw an error"),
        TIMEOUT("took too long"),
        UNSETTLED("returned a promise that nothing settles"),
        ANSWER_TOO_LARGE("answered too much"),
        NO_JSON("answered nothing that is JSON"),
        CONTEXT_TOO_LARGE("was not asked: there is more to look at than it may be shown"),
        WORKER_LOST("ended its worker"),
        PAUSED("was not asked: it ended its workers, and rests for a while"),
        OVERLOADED("was not asked: too many calls wait for scripts"),
        NO_WORKER("could not be asked: no worker runs");

        private final String words;

        Fault(String words) {
            this.words = words;
        }

        /** What is told of it: continues "the script …". */
        public String words() {
            return words;
        }
    }
}
