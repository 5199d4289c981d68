package dev.gatehouse.audit.search;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import java.time.Instant;
import java.util.Map;

/**
 * A search that somebody gave a name.
 *
 * @param owner a person's id, or {@code machine}
 * @param label what people call the owner
 * @param shared others who see everything may use it
 */
public record SavedFilter(
        String owner, String name, String label, boolean shared, Map<Field, String> fields, Instant savedAt) {
    public SavedFilter {
        fields = Map.copyOf(fields);
    }

    /** All of it but who and when, for the trail. */
    Json told() {
        return Json.object().put("shared", shared).put("fields", json(fields)).build();
    }

    static Json json(Map<Field, String> fields) {
        ObjectWriter out = Json.object();
        fields.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(field -> out.put(field.getKey().label(), field.getValue()));
        return out.build();
    }
}
