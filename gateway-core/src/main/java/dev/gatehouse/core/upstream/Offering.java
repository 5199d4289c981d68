package dev.gatehouse.core.upstream;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that one upstream says it has.
 *
 * @param entries what it lists to everybody
 * @param capabilities its {@code capabilities} object
 * @param instructions what it tells models about itself; empty when nothing
 * @param conditional what it lists to some clients beside that, by kind; of two of the same name the later counts
 */
public record Offering(
        Map<Primitive, List<Definition>> entries,
        Json capabilities,
        String instructions,
        List<Conditional> conditional) {
    public static final Offering NONE = new Offering(Map.of(), Json.EMPTY_OBJECT, "");

    public Offering {
        Map<Primitive, List<Definition>> copy = new EnumMap<>(Primitive.class);
        entries.forEach((kind, definitions) -> {
            if (!definitions.isEmpty()) {
                copy.put(kind, List.copyOf(definitions));
            }
        });
        entries = Map.copyOf(copy);
        conditional = conditional.stream()
                .sorted(Comparator.comparing(entry -> entry.definition().kind()))
                .toList();
    }

    /** One that is the same to all clients. */
    public Offering(Map<Primitive, List<Definition>> entries, Json capabilities, String instructions) {
        this(entries, capabilities, instructions, List.of());
    }

    /** One that has tools and nothing else. */
    public static Offering ofTools(List<Definition> tools) {
        return new Offering(Map.of(Primitive.TOOL, tools), Json.EMPTY_OBJECT, "");
    }

    public List<Definition> of(Primitive kind) {
        return entries.getOrDefault(kind, List.of());
    }

    public boolean isEmpty() {
        return entries.isEmpty() && conditional.isEmpty();
    }

    public Offering with(List<Conditional> others) {
        return new Offering(entries, capabilities, instructions, others);
    }

    /** What clients see of it that declare these capabilities. */
    public Offering shownTo(ClientCapabilities declared) {
        if (conditional.isEmpty()) {
            return this;
        }
        Map<Primitive, List<Definition>> shown = new EnumMap<>(Primitive.class);
        for (Primitive kind : Primitive.values()) {
            shown.put(kind, List.copyOf(shown(kind, declared)));
        }
        return new Offering(shown, capabilities, instructions);
    }

    private Collection<Definition> shown(Primitive kind, ClientCapabilities declared) {
        Map<String, Definition> byName = new LinkedHashMap<>();
        of(kind).forEach(entry -> byName.put(entry.name(), entry));
        for (Conditional entry : conditional) {
            Definition definition = entry.definition();
            if (definition.kind() == kind && declared.include(entry.needed())) {
                byName.put(definition.name(), definition);
            }
        }
        return byName.values();
    }

    /** Whether every client sees the same of this kind here and there. */
    public boolean listsLike(Offering other, Primitive kind) {
        return of(kind).equals(other.of(kind)) && conditional(kind).equals(other.conditional(kind));
    }

    private List<Conditional> conditional(Primitive kind) {
        return conditional.stream()
                .filter(entry -> entry.definition().kind() == kind)
                .toList();
    }
}
