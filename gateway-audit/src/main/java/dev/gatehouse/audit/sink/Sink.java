package dev.gatehouse.audit.sink;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A place outside that takes records. One thread uses it. */
public interface Sink {
    /**
     * Offers records, and returns when the place has said what it did with them: within a minute, or {@link Answer.Later}.
     * What was offered may be offered again, as part of another batch, and has the same ids then.
     *
     * @param records of one gateway, in order, at least one
     */
    Answer take(List<SinkRecord> records);

    /** Empty: as much at a time as other sinks get, and at once. */
    default Optional<Batch> batch() {
        return Optional.empty();
    }

    /** What became of a batch. */
    sealed interface Answer {
        /** All of it is there, as surely as the place can say. */
        record Taken() implements Answer {}

        /**
         * One record will never be taken; those before it in the batch were, and of those behind it nothing is known.
         *
         * @param record its index in the batch
         * @param answer what the place said, cut and without secrets
         */
        record Refused(int record, String answer) implements Answer {}

        /** The batch as it is will never be taken, and nobody says because of which record. */
        record Unfit(String answer) implements Answer {}

        /**
         * Nothing is known to be there, and the place may take it another time.
         *
         * @param reason for operators, without secrets
         * @param after how long the place asks to be left alone
         */
        record Later(String reason, Optional<Duration> after) implements Answer {
            static Later because(String reason) {
                return new Later(reason, Optional.empty());
            }
        }
    }
}
