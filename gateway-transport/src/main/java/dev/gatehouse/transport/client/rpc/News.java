package dev.gatehouse.transport.client.rpc;

import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.Primitive;

/** What upstreams tell that belongs to no call. */
public final class News {
    private News() {}

    /** Whether it was news; the listener knows it then. */
    public static boolean tell(Incoming.Told told, Connector.Listener listener) {
        switch (told.method()) {
            case "notifications/tools/list_changed" -> listener.listChanged(Primitive.TOOL);
            case "notifications/prompts/list_changed" -> listener.listChanged(Primitive.PROMPT);
            case "notifications/resources/list_changed" -> {
                listener.listChanged(Primitive.RESOURCE);
                listener.listChanged(Primitive.TEMPLATE);
            }
            case "notifications/resources/updated" ->
                told.params()
                        .text("uri")
                        .filter(uri -> uri.length() <= McpRequest.URI_CHARS_MAX)
                        .ifPresent(listener::updated);
            case "notifications/tasks" ->
                told.params()
                        .text("taskId")
                        .filter(id -> id.length() <= McpRequest.TASK_ID_CHARS_MAX)
                        .ifPresent(listener::taskMoved);
            default -> {
                return false;
            }
        }
        return true;
    }
}
