package dev.gatehouse.policy.screen;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonPointer;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.policy.Place;
import dev.gatehouse.core.upstream.Outbound;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether structured content still fits what its tool promised after places of it were masked. Masking keeps types and
 * the lengths of spans, so only a schema that says more of a value than that can be broken; where it cannot be told
 * easily, it counts as broken.
 */
final class OutputSchema {
    private static final String STRUCTURED = "/structuredContent";
    private static final String REFERENCE = "$ref";
    /** References followed on the way to one value. */
    private static final int REFERENCES_MAX = 16;
    /** What a masked value may contradict. */
    private static final List<String> NARROW = List.of(
            "enum",
            "const",
            "pattern",
            "format",
            "minLength",
            "minimum",
            "exclusiveMinimum",
            "required",
            "minItems",
            "minProperties",
            "allOf",
            "not",
            "if",
            "$dynamicRef");

    private final Json root;
    private int references;

    private OutputSchema(Json root) {
        this.root = root;
    }

    static boolean fits(Permit permit, Outbound outbound, List<Place> masked) {
        if (!(outbound instanceof Outbound.Result)) {
            return true;
        }
        Json schema = permit.facts().definition().json().member("outputSchema").orElse(Json.EMPTY_OBJECT);
        Set<JsonPointer> seen = new HashSet<>();
        return schema.equals(Json.EMPTY_OBJECT)
                || masked.stream()
                        .filter(place -> place.pointer().toString().startsWith(STRUCTURED) && seen.add(place.pointer()))
                        .allMatch(place -> new OutputSchema(schema).fits(place));
    }

    private boolean fits(Place place) {
        String[] steps =
                place.pointer().toString().substring(STRUCTURED.length()).split("/", -1);
        return allows(root, steps, 1, place.isWhole());
    }

    private boolean allows(Json written, String[] steps, int at, boolean whole) {
        if (written.kind() == Json.Kind.TRUE) {
            return true;
        }
        if (!written.isObject() || ++references > REFERENCES_MAX * steps.length) {
            return false;
        }
        if (written.text(REFERENCE).isPresent()) {
            return referenced(written.text(REFERENCE).get())
                    .filter(schema -> allows(schema, steps, at, whole))
                    .isPresent();
        }
        return variants(written).stream().allMatch(one -> allows(one, steps, at, whole))
                && (at == steps.length ? leaf(written, whole) : step(written, steps, at, whole));
    }

    /** Only what stands in the same schema, by its place. */
    private Optional<Json> referenced(String target) {
        try {
            return target.startsWith("#/") ? root.at(JsonPointer.parse(target.substring(1))) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Every branch has to bear it: which one the value took is not asked. One that wants null takes no masked value. */
    private static List<Json> variants(Json schema) {
        return schema.member("anyOf").or(() -> schema.member("oneOf")).map(Json::elements).orElse(List.of()).stream()
                .filter(branch -> !branch.text("type").equals(Optional.of("null")))
                .toList();
    }

    private static boolean leaf(Json schema, boolean whole) {
        return NARROW.stream()
                .filter(word -> whole || !word.equals("minLength"))
                .allMatch(word -> schema.member(word).isEmpty());
    }

    private boolean step(Json schema, String[] steps, int at, boolean whole) {
        if (schema.member("patternProperties").isPresent()
                || schema.member("allOf").isPresent()) {
            return false;
        }
        String name = steps[at].replace("~1", "/").replace("~0", "~");
        Json below = schema.member("properties")
                .flatMap(properties -> properties.member(name))
                .or(() -> schema.member("items"))
                .or(() -> schema.member("additionalProperties"))
                .orElse(Json.of(true));
        return below.kind() == Json.Kind.FALSE || allows(below, steps, at + 1, whole);
    }
}
