package dev.gatehouse.audit.search;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which records are asked for: those that match every field, in the time, as far as the asker sees.
 *
 * @param from not before
 * @param to before
 * @param forms of a field's value, all that stands in records for it; the value alone where nothing is said
 */
public record TrailQuery(
        Map<Field, String> fields,
        Optional<Instant> from,
        Optional<Instant> to,
        Sight sight,
        Map<Field, List<String>> forms) {
    public TrailQuery {
        fields = Map.copyOf(fields);
        forms = Map.copyOf(forms);
    }

    public TrailQuery(Map<Field, String> fields, Optional<Instant> from, Optional<Instant> to, Sight sight) {
        this(fields, from, to, sight, Map.of());
    }

    /** The same, whichever of these forms a value has. */
    public TrailQuery inForms(Map<Field, List<String>> others) {
        return new TrailQuery(fields, from, to, sight, others);
    }

    /** What to look for. */
    List<String> forms(Field field) {
        return forms.getOrDefault(field, List.of(fields.getOrDefault(field, "")));
    }

    /** One query for each form of who called: of each, an index has the records in order. */
    List<TrailQuery> byForm() {
        Field who = fields.containsKey(Field.SUBJECT) ? Field.SUBJECT : Field.AGENT;
        return forms(who).stream()
                .map(form -> {
                    Map<Field, List<String>> one = new EnumMap<>(Field.class);
                    one.putAll(forms);
                    one.put(who, List.of(form));
                    return inForms(one);
                })
                .toList();
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
        return new TrailQuery(fields, Optional.empty(), Optional.empty(), sight, forms);
    }
}
