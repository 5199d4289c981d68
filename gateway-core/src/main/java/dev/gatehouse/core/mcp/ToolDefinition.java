package dev.gatehouse.core.mcp;

import dev.gatehouse.core.json.Json;

/**
 * One entry of an upstream's {@code tools/list}, kept byte for byte.
 *
 * @param name the upstream's own name of the tool
 * @param definition the whole entry as the upstream sent it
 */
public record ToolDefinition(String name, Json definition) {

    /** {@code annotations} of the entry, {@code {}} when absent. Hints of the upstream, unverified. */
    public Json annotations() {
        return definition.member("annotations").filter(Json::isObject).orElse(Json.EMPTY_OBJECT);
    }

    /** {@code inputSchema} of the entry, {@code {}} when absent. */
    public Json inputSchema() {
        return definition.member("inputSchema").filter(Json::isObject).orElse(Json.EMPTY_OBJECT);
    }

    public ToolDefinition publishedAs(String publicName) {
        return publicName.equals(name)
                ? this
                : new ToolDefinition(publicName, definition.with("name", Json.of(publicName)));
    }
}
