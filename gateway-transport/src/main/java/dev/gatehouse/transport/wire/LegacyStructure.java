package dev.gatehouse.transport.wire;

import dev.gatehouse.core.json.ArrayWriter;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ProtocolVersion;
import java.util.List;
import java.util.Optional;

/**
 * Structured results for clients of earlier revisions. 2026-07-28 lets {@code structuredContent} be any JSON; from
 * 2025-06-18 on it is an object, so another value is wrapped as {@code {"result": value}}; before that there is none.
 */
final class LegacyStructure {
    private static final String CONTENT = "structuredContent";
    private static final String SCHEMA = "outputSchema";
    private static final String WRAPPED = "result";

    private LegacyStructure() {}

    static Json result(Json result, ProtocolVersion version) {
        Optional<Json> content = result.member(CONTENT);
        if (content.isEmpty()) {
            return result;
        }
        if (version.compareTo(ProtocolVersion.V2025_06_18) < 0) {
            return result.without(CONTENT);
        }
        Json value = content.get();
        return value.isObject()
                ? result
                : result.with(CONTENT, Json.object().put(WRAPPED, value).build());
    }

    /** The definitions to match: what a schema says must be true of the value that {@link #result} writes. */
    static Json list(Json result, ProtocolVersion version) {
        List<Json> tools = result.member("tools").map(Json::elements).orElse(List.of());
        if (tools.stream().allMatch(tool -> isFit(tool, version))) {
            return result;
        }
        ArrayWriter fitted = Json.array();
        tools.forEach(tool -> fitted.add(isFit(tool, version) ? tool : fit(tool, version)));
        return result.with("tools", fitted.build());
    }

    private static boolean isFit(Json tool, ProtocolVersion version) {
        Optional<Json> schema = tool.member(SCHEMA);
        return schema.isEmpty() || (version.compareTo(ProtocolVersion.V2025_06_18) >= 0 && isOfObjects(schema.get()));
    }

    /** A schema that may be of objects and of others cannot be kept: some of its values are wrapped and some are not. */
    private static Json fit(Json tool, ProtocolVersion version) {
        Json schema = tool.member(SCHEMA).orElse(Json.EMPTY_OBJECT);
        boolean isOfOthers = schema.text("type").isPresent();
        if (version.compareTo(ProtocolVersion.V2025_06_18) < 0 || !isOfOthers) {
            return tool.without(SCHEMA);
        }
        Json wrapped = Json.object()
                .put("type", "object")
                .put("properties", Json.object().put(WRAPPED, schema).build())
                .put("required", Json.ofStrings(List.of(WRAPPED)))
                .build();
        return tool.with(SCHEMA, wrapped);
    }

    private static boolean isOfObjects(Json schema) {
        return schema.text("type").equals(Optional.of("object"));
    }
}
