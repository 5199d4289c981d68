package dev.gatehouse.audit.search;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Which records are asked for: those that match every field, in the time, as far as the asker sees.
 *
 * @param from not before
 * @param to before
 */
public record TrailQuery(Map<Field, String> fields, Optional<Instant> from, Optional<Instant> to, Sight sight) {
    public TrailQuery {
        fields = Map.copyOf(fields);
    }

    /** Whether what is found says something of payloads. */
    public boolean asksPayloads() {
        return fields.containsKey(Field.TEXT);
    }

    /** Calls and traces are few records, found by indexes of their own, and sorted. */
    boolean isInOrderOfAnIndex() {
        return (fields.containsKey(Field.AGENT) || fields.containsKey(Field.SUBJECT))
                && !asksPayloads()
                && !fields.containsKey(Field.CALL)
                && !fields.containsKey(Field.TRACE);
    }

    /** The same whatever the time. */
    TrailQuery always() {
        return new TrailQuery(fields, Optional.empty(), Optional.empty(), sight);
    }
}
