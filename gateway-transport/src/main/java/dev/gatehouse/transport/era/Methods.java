package dev.gatehouse.transport.era;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.core.mcp.Retry;
import java.util.Optional;

/** The methods both eras share, read from their params. */
final class Methods {
    static final String TOOLS_CALL = "tools/call";
    static final String TOOLS_LIST = "tools/list";

    private Methods() {}

    sealed interface Reading {
        record Understood(McpRequest request) implements Reading {}

        record UnknownMethod() implements Reading {}

        record BadParams(String reason) implements Reading {}
    }

    static Reading read(String method, Json params, RequestMeta meta) {
        return switch (method) {
            case TOOLS_CALL -> toolCall(params, meta);
            case TOOLS_LIST -> toolList(params, meta);
            default -> new Reading.UnknownMethod();
        };
    }

    private static Reading toolCall(Json params, RequestMeta meta) {
        Optional<String> name = params.text("name");
        Json arguments = params.member("arguments").orElse(Json.EMPTY_OBJECT);
        if (name.isEmpty() || name.get().isEmpty() || name.get().length() > McpRequest.NAME_CHARS_MAX) {
            return new Reading.BadParams("name must be a string of 1-" + McpRequest.NAME_CHARS_MAX);
        }
        if (!arguments.isObject()) {
            return new Reading.BadParams("arguments must be an object");
        }
        if (params.member("requestState").isPresent()) {
            return new Reading.BadParams("unknown requestState");
        }
        return new Reading.Understood(new McpRequest.ToolCall(name.get(), arguments, Retry.NONE, meta));
    }

    private static Reading toolList(Json params, RequestMeta meta) {
        Optional<Json> cursor = params.member("cursor");
        if (cursor.isPresent() && !cursor.get().isString()) {
            return new Reading.BadParams("cursor must be a string");
        }
        return new Reading.Understood(new McpRequest.PrimitiveList(Primitive.TOOL, cursor.flatMap(Json::string), meta));
    }
}
