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
 * Reads the filter of {@code subscriptions/listen} (2026-07-28 basic/patterns/subscriptions). Members it does not know are not
 * honoured, and the acknowledgement says so by leaving them out.
 */
final class ListenFilter {
    private static final String TASK_IDS = "taskIds";

    private ListenFilter() {}

    static Reading read(Json params, RequestMeta meta) {
        Json filter = params.member("notifications").orElse(Json.NULL);
        if (!filter.isObject()) {
            return new Reading.BadParams("notifications must be an object");
        }
        if (filter.member(TASK_IDS).isPresent() && !meta.capabilities().tasks()) {
            return TaskMethods.UNDECLARED;
        }
        Optional<Boolean> tools = wanted(filter, "toolsListChanged");
        Optional<Boolean> prompts = wanted(filter, "promptsListChanged");
        Optional<Boolean> resources = wanted(filter, "resourcesListChanged");
        Optional<Set<String>> uris =
                names(filter, "resourceSubscriptions", McpRequest.Listen.URIS_MAX, McpRequest.URI_CHARS_MAX);
        Optional<Set<String>> tasks =
                names(filter, TASK_IDS, McpRequest.Listen.TASKS_MAX, McpRequest.TASK_ID_CHARS_MAX);
        if (tools.isEmpty() || prompts.isEmpty() || resources.isEmpty()) {
            return new Reading.BadParams("toolsListChanged, promptsListChanged and resourcesListChanged are booleans");
        }
        if (uris.isEmpty()) {
            return new Reading.BadParams(
                    "resourceSubscriptions must be an array of at most " + McpRequest.Listen.URIS_MAX + " URIs");
        }
        if (tasks.isEmpty()) {
            return new Reading.BadParams(
                    "taskIds must be an array of at most " + McpRequest.Listen.TASKS_MAX + " ids of tasks");
        }
        return new Reading.Understood(new McpRequest.Listen(
                lists(tools.get(), prompts.get(), resources.get()),
                List.copyOf(uris.get()),
                List.copyOf(tasks.get()),
                meta));
    }

    private static Set<Primitive> lists(boolean tools, boolean prompts, boolean resources) {
        Set<Primitive> lists = EnumSet.noneOf(Primitive.class);
        if (tools) {
            lists.add(Primitive.TOOL);
        }
        if (prompts) {
            lists.add(Primitive.PROMPT);
        }
        if (resources) {
            // One notification tells of both lists.
            lists.addAll(List.of(Primitive.RESOURCE, Primitive.TEMPLATE));
        }
        return lists;
    }

    /** False when absent; empty when it is no boolean. */
    private static Optional<Boolean> wanted(Json filter, String member) {
        return filter.member(member).map(Json::bool).orElse(Optional.of(false));
    }

    /** Each once, in the order given; empty when one of them is not to be had. */
    private static Optional<Set<String>> names(Json filter, String member, int namesMax, int charsMax) {
        Json listed = filter.member(member).orElseGet(() -> Json.of(List.of()));
        if (!listed.isArray() || listed.elements().size() > namesMax) {
            return Optional.empty();
        }
        Set<String> names = new LinkedHashSet<>();
        for (Json element : listed.elements()) {
            Optional<String> name = element.string().filter(text -> !text.isEmpty() && text.length() <= charsMax);
            if (name.isEmpty()) {
                return Optional.empty();
            }
            names.add(name.get());
        }
        return Optional.of(names);
    }
}
