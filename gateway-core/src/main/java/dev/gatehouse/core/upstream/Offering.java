package dev.gatehouse.core.upstream;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * All that one upstream says it has.
 *
 * @param capabilities its {@code capabilities} object
 * @param instructions what it tells models about itself; empty when nothing
 */
public record Offering(Map<Primitive, List<Definition>> entries, Json capabilities, String instructions) {
    public static final Offering NONE = new Offering(Map.of(), Json.EMPTY_OBJECT, "");

    public Offering {
        Map<Primitive, List<Definition>> copy = new EnumMap<>(Primitive.class);
        entries.forEach((kind, definitions) -> {
            if (!definitions.isEmpty()) {
                copy.put(kind, List.copyOf(definitions));
            }
        });
        entries = Map.copyOf(copy);
    }

    /** One that has tools and nothing else. */
    public static Offering ofTools(List<Definition> tools) {
        return new Offering(Map.of(Primitive.TOOL, tools), Json.EMPTY_OBJECT, "");
    }

    public List<Definition> of(Primitive kind) {
        return entries.getOrDefault(kind, List.of());
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }
}
