package dev.gatehouse.transport.era;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.RequestMeta;
import java.util.Optional;

/** Reads {@code completion/complete} (server/utilities/completion; {@code context} since 2025-06-18). */
final class Completions {
    /** Of the argument to complete and of the context, each. */
    static final int PART_MAX_BYTES = 64 * 1024;

    private Completions() {}

    static Reading read(Json params, RequestMeta meta) {
        Json ref = params.member("ref").orElse(Json.NULL);
        return switch (ref.text("type").orElse("")) {
            case "ref/prompt" -> read(Primitive.PROMPT, ref, "name", McpRequest.NAME_CHARS_MAX, params, meta);
            case "ref/resource" -> read(Primitive.TEMPLATE, ref, "uri", McpRequest.URI_CHARS_MAX, params, meta);
            default -> new Reading.BadParams("ref must be a ref/prompt or a ref/resource");
        };
    }

    private static Reading read(Primitive kind, Json ref, String key, int max, Json params, RequestMeta meta) {
        Optional<String> name = Methods.bounded(ref, key, max);
        Optional<Json> argument = params.member("argument").filter(Completions::isArgument);
        Optional<Json> context = params.member("context");
        if (name.isEmpty()) {
            return new Reading.BadParams("ref." + key + " must be a string of 1-" + max);
        }
        if (argument.isEmpty()) {
            return new Reading.BadParams("argument must have a name and a value, both strings");
        }
        if (context.isPresent() && !isContext(context.get())) {
            return new Reading.BadParams("context.arguments must be an object of strings");
        }
        ObjectWriter arguments = Json.object().put("argument", argument.get());
        Json judged = arguments.putJsonIf("context", context).build();
        return new Reading.Understood(new McpRequest.Complete(kind, name.get(), judged, meta));
    }

    private static boolean isArgument(Json argument) {
        return argument.length() <= PART_MAX_BYTES
                && argument.text("name").isPresent()
                && argument.text("value").isPresent();
    }

    private static boolean isContext(Json context) {
        return context.length() <= PART_MAX_BYTES
                && context.isObject()
                && Methods.isOfStrings(context.member("arguments").orElse(Json.EMPTY_OBJECT));
    }
}
