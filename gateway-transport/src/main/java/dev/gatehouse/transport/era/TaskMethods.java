package dev.gatehouse.transport.era;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.core.mcp.Retry;
import java.util.Optional;

/**
 * Reads what clients ask of tasks (extension {@code io.modelcontextprotocol/tasks}). Whoever did not declare the extension
 * with the request learns that before anything else of it is looked at.
 */
final class TaskMethods {
    static final String GET = "tasks/get";
    static final String UPDATE = "tasks/update";
    static final String CANCEL = "tasks/cancel";
    static final String TASK_ID = "taskId";

    static final Reading UNDECLARED = new Reading.Undeclared(ClientCapabilities.NONE.withTasks(true));
    private static final String ID_WANTED = "taskId must be a string of 1-" + McpRequest.TASK_ID_CHARS_MAX;

    private TaskMethods() {}

    static Reading read(String method, Json params, RequestMeta meta) {
        if (!meta.capabilities().tasks()) {
            return UNDECLARED;
        }
        Optional<String> id = Methods.bounded(params, TASK_ID, McpRequest.TASK_ID_CHARS_MAX);
        if (id.isEmpty()) {
            return new Reading.BadParams(ID_WANTED);
        }
        return switch (method) {
            case GET -> new Reading.Understood(new McpRequest.TaskGet(id.get(), meta));
            case CANCEL -> new Reading.Understood(new McpRequest.TaskCancel(id.get(), meta));
            default -> update(id.get(), params, meta);
        };
    }

    /** Answers have the shape they have in a retry, and may be none. */
    private static Reading update(String id, Json params, RequestMeta meta) {
        return Retries.read(params)
                .filter(_ -> params.member("inputResponses").isPresent())
                .map(Retry::responses)
                .<Reading>map(responses -> new Reading.Understood(new McpRequest.TaskUpdate(id, responses, meta)))
                .orElseGet(() -> new Reading.BadParams(Retries.RESPONSES_WANTED));
    }
}
