package dev.gatehouse.core.policy;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonPointer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Masks places of a value and leaves every other byte. Types stay what they were and a masked span is as long as before,
 * so what fitted a schema of types and lengths still does.
 */
public final class Redaction {
    /** What stands in place of a whole string. */
    public static final Json STRING = Json.of("[redacted]");

    private static final char MASK = '*';

    private Redaction() {}

    /** A place that is not there changes nothing. */
    public static Json of(Json value, List<Place> places) {
        Map<JsonPointer, List<Place>> byPointer = new HashMap<>();
        for (Place place : places) {
            byPointer.computeIfAbsent(place.pointer(), _ -> new ArrayList<>()).add(place);
        }
        Map<JsonPointer, UnaryOperator<Json>> changes = new HashMap<>();
        byPointer.forEach((pointer, spans) -> changes.put(pointer, part -> masked(part, spans)));
        return value.replaceAll(changes);
    }

    private static Json masked(Json part, List<Place> spans) {
        return part.isString() && spans.stream().noneMatch(Place::isWhole)
                ? Json.of(masked(part.string().orElseThrow(), spans))
                : blank(part);
    }

    private static Json blank(Json part) {
        return switch (part.kind()) {
            case STRING -> STRING;
            case NUMBER -> Json.of(0);
            case TRUE, FALSE -> Json.of(false);
            case NULL -> part;
            case OBJECT -> Json.EMPTY_OBJECT;
            case ARRAY -> Json.of(List.of());
        };
    }

    private static String masked(String text, List<Place> spans) {
        StringBuilder masked = new StringBuilder(text.length());
        int at = 0;
        for (Place span :
                spans.stream().sorted(Comparator.comparingInt(Place::from)).toList()) {
            int from = Math.max(at, Math.min(span.from(), text.length()));
            int to = Math.max(from, Math.min(span.to(), text.length()));
            masked.append(text, at, from).repeat(MASK, to - from);
            at = to;
        }
        return masked.append(text, at, text.length()).toString();
    }
}
