package dev.gatehouse.auth.admin.shape;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The schemas (JSON Schema 2020-12) of records, each under its name. */
public final class RecordSchemas {
    private static final String PLACE = "#/components/schemas/";

    private final Map<String, Json> schemas = new TreeMap<>();

    /** A reference to the schema of this record, which is in {@link #all} from now on. */
    public Json reference(Class<?> type) {
        String name = type.getSimpleName();
        if (!schemas.containsKey(name)) {
            // Known before it is written: a record may be its own part.
            schemas.put(name, Json.EMPTY_OBJECT);
            schemas.put(name, schema(type));
        }
        return Json.object().put("$ref", PLACE + name).build();
    }

    public Json all() {
        ObjectWriter all = Json.object();
        schemas.forEach(all::put);
        return all.build();
    }

    private Json schema(Class<?> type) {
        ObjectWriter properties = Json.object();
        List<String> required = new ArrayList<>();
        for (RecordComponent component : Members.of(type)) {
            properties.put(component.getName(), described(component));
            if (!Members.isOptional(component)) {
                required.add(component.getName());
            }
        }
        ObjectWriter schema = Json.object().put("type", "object").put("properties", properties.build());
        if (!required.isEmpty()) {
            schema.put("required", Json.ofStrings(required));
        }
        return schema.put("additionalProperties", false).build();
    }

    private Json described(RecordComponent component) {
        Json schema = value(Members.type(component));
        About about = component.getAnnotation(About.class);
        return about == null ? schema : schema.with("description", Json.of(about.value()));
    }

    private Json value(Type type) {
        if (Members.isList(type)) {
            return Json.object()
                    .put("type", "array")
                    .put("items", value(Members.element(type)))
                    .build();
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return reference(plain);
        }
        return plain.isEnum()
                ? typed("string")
                        .put("enum", Json.ofStrings(Members.words(plain)))
                        .build()
                : scalar(plain);
    }

    private static Json scalar(Class<?> type) {
        if (type == String.class) {
            return typed("string").build();
        }
        if (type == Instant.class) {
            return typed("string").put("format", "date-time").build();
        }
        if (type == Duration.class) {
            return typed("string").put("format", "duration").build();
        }
        return typed(type == boolean.class || type == Boolean.class ? "boolean" : "integer")
                .build();
    }

    private static ObjectWriter typed(String type) {
        return Json.object().put("type", type);
    }
}
