package dev.gatehouse.audit.alert;

import dev.gatehouse.audit.event.EventType;
import dev.gatehouse.core.policy.Glob;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which occurrences a rule is about: those that all of it is true of.
 *
 * @param types none: all
 * @param fields each with patterns of which one has to match
 * @param detected patterns of which one has to match something that was detected; none: whatever was
 */
public record Match(Set<EventType> types, Map<Field, List<Glob>> fields, List<Glob> detected) {
    public Match {
        types = Set.copyOf(types);
        fields = Map.copyOf(fields);
        detected = List.copyOf(detected);
    }

    boolean admits(Occurrence occurrence) {
        return (types.isEmpty() || types.contains(occurrence.type()))
                && fields.entrySet().stream()
                        .allMatch(field -> matches(field.getValue(), occurrence.get(field.getKey())))
                && (detected.isEmpty() || occurrence.types().stream().anyMatch(type -> matches(detected, type)));
    }

    static boolean matches(List<Glob> patterns, String text) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(text));
    }
}
