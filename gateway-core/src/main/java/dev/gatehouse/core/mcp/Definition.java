package dev.gatehouse.core.mcp;

import dev.gatehouse.core.json.Json;

/**
 * One entry of an upstream's list, kept byte for byte.
 *
 * @param name the upstream's own name of it: the name of a tool or a prompt, the URI of a resource, the URI template
 * @param json the whole entry as the upstream sent it
 */
public record Definition(Primitive kind, String name, Json json) {

    public static Definition tool(String name, Json json) {
        return new Definition(Primitive.TOOL, name, json);
    }

    /** {@code annotations} of the entry, {@code {}} when absent. Hints of the upstream, unverified. */
    public Json annotations() {
        return json.member("annotations").filter(Json::isObject).orElse(Json.EMPTY_OBJECT);
    }

    /** {@code inputSchema} of the entry, {@code {}} when absent. */
    public Json inputSchema() {
        return json.member("inputSchema").filter(Json::isObject).orElse(Json.EMPTY_OBJECT);
    }

    public Definition publishedAs(String publicName) {
        return publicName.equals(name)
                ? this
                : new Definition(kind, publicName, json.with(kind.key(), Json.of(publicName)));
    }
}
