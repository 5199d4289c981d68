package dev.gatehouse.policy.condition;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.Primitive;

/**
 * What an entry says of itself, with the specification's defaults where it says nothing (ToolAnnotations). Hints of the
 * upstream, unverified. Only tools act: prompts and resources are read.
 */
record Traits(
        Definition of, String title, boolean readOnly, boolean destructive, boolean idempotent, boolean openWorld) {

    static Traits of(Definition definition) {
        Json said = definition.annotations();
        String title =
                definition.json().text("title").or(() -> said.text("title")).orElse("");
        if (definition.kind() != Primitive.TOOL) {
            return new Traits(definition, title, true, false, true, true);
        }
        boolean readOnly = hint(said, "readOnlyHint", false);
        // Destroying and repeating mean something only for tools that change anything.
        return new Traits(
                definition,
                title,
                readOnly,
                hint(said, "destructiveHint", !readOnly),
                hint(said, "idempotentHint", readOnly),
                hint(said, "openWorldHint", true));
    }

    /** A hint that is no boolean counts as not given. */
    private static boolean hint(Json annotations, String name, boolean absent) {
        return annotations.member(name).flatMap(Json::bool).orElse(absent);
    }
}
