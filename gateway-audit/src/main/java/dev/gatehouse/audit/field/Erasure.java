package dev.gatehouse.audit.field;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An erasure that was made: it knows no longer of whom.
 *
 * @param keys how many were destroyed
 * @param despite the holds that were overruled
 */
public record Erasure(String id, Instant erasedAt, int keys, String reason, Optional<String> despite) {

    /** What is asked for. */
    public record Order(List<String> names, String reason, boolean despiteHold) {
        public Order {
            names = List.copyOf(names);
        }
    }

    /**
     * What an erasure would reach.
     *
     * @param names whom the keys are of: those that were asked for and what they are called besides
     * @param records at least so many name them as who called or changed something
     * @param holds that stand in the way
     */
    public record Reach(List<String> names, List<String> keys, long records, List<String> holds) {
        public Reach {
            names = List.copyOf(names);
            keys = List.copyOf(keys);
            holds = List.copyOf(holds);
        }
    }

    /** What came of it. */
    public sealed interface Result {
        record Done(Erasure erasure) implements Result {}

        /** No key is of these names. */
        record Nothing() implements Result {}

        record Held(List<String> holds) implements Result {
            public Held {
                holds = List.copyOf(holds);
            }
        }
    }
}
