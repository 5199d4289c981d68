package dev.gatehouse.transport.era;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.RequestMeta;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the filter of {@code subscriptions/listen} (2026-07-28 basic/patterns/subscriptions). What is not honoured, members
 * it does not know and {@code taskIds}, the acknowledgement leaves out.
 */
final class ListenFilter {
    private ListenFilter() {}

    static Reading read(Json params, RequestMeta meta) {
        Json filter = params.member("notifications").orElse(Json.NULL);
        if (!filter.isObject()) {
            return new Reading.BadParams("notifications must be an object");
        }
        if (filter.member("taskIds").isPresent() && !meta.capabilities().tasks()) {
            return TaskMethods.UNDECLARED;
        }
        Optional<Boolean> tools = wanted(filter, "toolsListChanged");
        Optional<Boolean> prompts = wanted(filter, "promptsListChanged");
        Optional<Boolean> resources = wanted(filter, "resourcesListChanged");
        Optional<Set<String>> uris = uris(filter);
        if (tools.isEmpty() || prompts.isEmpty() || resources.isEmpty()) {
            return new Reading.BadParams("toolsListChanged, promptsListChanged and resourcesListChanged are booleans");
        }
        if (uris.isEmpty()) {
            return new Reading.BadParams(
                    "resourceSubscriptions must be an array of at most " + McpRequest.Listen.URIS_MAX + " URIs");
        }
        Set<Primitive> lists = EnumSet.noneOf(Primitive.class);
        if (tools.get()) {
            lists.add(Primitive.TOOL);
        }
        if (prompts.get()) {
            lists.add(Primitive.PROMPT);
        }
        if (resources.get()) {
            // One notification tells of both lists.
            lists.addAll(List.of(Primitive.RESOURCE, Primitive.TEMPLATE));
        }
        return new Reading.Understood(new McpRequest.Listen(lists, List.copyOf(uris.get()), meta));
    }

    /** False when absent; empty when it is no boolean. */
    private static Optional<Boolean> wanted(Json filter, String member) {
        return filter.member(member).map(Json::bool).orElse(Optional.of(false));
    }

    /** Each once, in the order given; empty when one of them is not to be had. */
    private static Optional<Set<String>> uris(Json filter) {
        Json listed = filter.member("resourceSubscriptions").orElseGet(() -> Json.of(List.of()));
        if (!listed.isArray() || listed.elements().size() > McpRequest.Listen.URIS_MAX) {
            return Optional.empty();
        }
        Set<String> uris = new LinkedHashSet<>();
        for (Json element : listed.elements()) {
            Optional<String> uri = element.string().filter(text -> !text.isEmpty());
            if (uri.isEmpty() || uri.get().length() > McpRequest.URI_CHARS_MAX) {
                return Optional.empty();
            }
            uris.add(uri.get());
        }
        return Optional.of(uris);
    }
}
