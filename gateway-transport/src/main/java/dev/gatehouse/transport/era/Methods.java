package dev.gatehouse.transport.era;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.core.mcp.Retry;
import java.util.Optional;
import java.util.function.Function;

/** The methods that ask for something, read from their params; which of them exist depends on the era. */
final class Methods {
    static final String DISCOVER = "server/discover";
    static final String TOOLS_CALL = "tools/call";
    static final String PROMPTS_GET = "prompts/get";
    static final String RESOURCES_READ = "resources/read";
    /** A cursor of ours is shorter. */
    static final int CURSOR_CHARS_MAX = 4 * 1024;

    private static final String NAME_WANTED = "name must be a string of 1-" + McpRequest.NAME_CHARS_MAX;
    private static final String URI_WANTED = "uri must be a string of 1-" + McpRequest.URI_CHARS_MAX;

    private Methods() {}

    /** 2026-07-28: nothing that needs a session. */
    static Reading modern(String method, Json params, RequestMeta meta) {
        return switch (method) {
            case DISCOVER -> new Reading.Understood(new McpRequest.Discover(meta));
            case "subscriptions/listen" -> ListenFilter.read(params, meta);
            case TaskMethods.GET, TaskMethods.UPDATE, TaskMethods.CANCEL -> TaskMethods.read(method, params, meta);
            default -> shared(method, params, meta);
        };
    }

    /** 2024-11-05 to 2025-11-25, without {@code initialize}, {@code ping} and {@code logging/setLevel}. */
    static Reading legacy(String method, Json params, RequestMeta meta) {
        return switch (method) {
            case "resources/subscribe" -> ofUri(params, uri -> new McpRequest.Subscribe(uri, meta));
            case "resources/unsubscribe" -> ofUri(params, uri -> new McpRequest.Unsubscribe(uri, meta));
            default -> shared(method, params, meta);
        };
    }

    private static Reading shared(String method, Json params, RequestMeta meta) {
        return switch (method) {
            case TOOLS_CALL -> toolCall(params, meta);
            case PROMPTS_GET -> promptGet(params, meta);
            case RESOURCES_READ -> resourceRead(params, meta);
            case "completion/complete" -> Completions.read(params, meta);
            default -> list(method, params, meta);
        };
    }

    private static Reading toolCall(Json params, RequestMeta meta) {
        Optional<String> name = bounded(params, "name", McpRequest.NAME_CHARS_MAX);
        Json arguments = params.member("arguments").orElse(Json.EMPTY_OBJECT);
        if (name.isEmpty()) {
            return new Reading.BadParams(NAME_WANTED);
        }
        return arguments.isObject()
                ? retried(params, meta, retry -> new McpRequest.ToolCall(name.get(), arguments, retry, meta))
                : new Reading.BadParams("arguments must be an object");
    }

    private static Reading promptGet(Json params, RequestMeta meta) {
        Optional<String> name = bounded(params, "name", McpRequest.NAME_CHARS_MAX);
        Json arguments = params.member("arguments").orElse(Json.EMPTY_OBJECT);
        if (name.isEmpty()) {
            return new Reading.BadParams(NAME_WANTED);
        }
        return isOfStrings(arguments)
                ? retried(params, meta, retry -> new McpRequest.PromptGet(name.get(), arguments, retry, meta))
                : new Reading.BadParams("arguments must be an object of strings");
    }

    private static Reading resourceRead(Json params, RequestMeta meta) {
        Optional<String> uri = bounded(params, "uri", McpRequest.URI_CHARS_MAX);
        return uri.isEmpty()
                ? new Reading.BadParams(URI_WANTED)
                : retried(params, meta, retry -> new McpRequest.ResourceRead(uri.get(), retry, meta));
    }

    /** Before 2026-07-28 the members of a retry mean nothing. */
    private static Reading retried(Json params, RequestMeta meta, Function<Retry, McpRequest> request) {
        if (!meta.version().isModern()) {
            return new Reading.Understood(request.apply(Retry.NONE));
        }
        return Retries.read(params)
                .<Reading>map(retry -> new Reading.Understood(request.apply(retry)))
                .orElseGet(() -> new Reading.BadParams(Retries.WANTED));
    }

    private static Reading ofUri(Json params, Function<String, McpRequest> request) {
        return bounded(params, "uri", McpRequest.URI_CHARS_MAX)
                .<Reading>map(uri -> new Reading.Understood(request.apply(uri)))
                .orElseGet(() -> new Reading.BadParams(URI_WANTED));
    }

    private static Reading list(String method, Json params, RequestMeta meta) {
        for (Primitive kind : Primitive.values()) {
            if (kind.listMethod().equals(method)) {
                return list(kind, params, meta);
            }
        }
        return new Reading.UnknownMethod();
    }

    /** The empty string is a cursor like any other (2026-07-28 server/utilities/pagination). */
    private static Reading list(Primitive kind, Json params, RequestMeta meta) {
        Optional<Json> said = params.member("cursor");
        Optional<String> cursor = said.flatMap(Json::string).filter(text -> text.length() <= CURSOR_CHARS_MAX);
        return said.isPresent() && cursor.isEmpty()
                ? new Reading.BadParams("cursor must be one that was given")
                : new Reading.Understood(new McpRequest.PrimitiveList(kind, cursor, meta));
    }

    /** A string member that is neither empty nor longer than this. */
    static Optional<String> bounded(Json params, String member, int charsMax) {
        return params.text(member).filter(text -> !text.isEmpty() && text.length() <= charsMax);
    }

    static boolean isOfStrings(Json object) {
        return object.isObject() && object.members().values().stream().allMatch(Json::isString);
    }
}
