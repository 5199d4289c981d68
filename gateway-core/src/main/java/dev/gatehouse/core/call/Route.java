package dev.gatehouse.core.call;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.core.policy.Target;
import dev.gatehouse.core.revision.Bundle;
import dev.gatehouse.core.view.Published;
import dev.gatehouse.core.view.ServerView;
import java.util.Optional;

/**
 * Where a call goes and which bundle governs it.
 *
 * @param task the one of the entry's that is meant; empty for the entry itself
 */
record Route(Bundle bundle, ServerView view, Published entry, Optional<TaskIds.Task> task) {

    Target target() {
        return entry.target();
    }

    /** What the upstream is given for what the client gave; empty when that lacks what is needed. */
    Optional<Json> arguments(Json given) {
        return task.map(TaskIds.Task::arguments).or(() -> entry.arguments(given));
    }

    /** A reply that was kept of the entry itself, as the client expects it. */
    Reply shown(McpRequest.Targeted request, Reply kept) {
        return kept instanceof Reply.Complete(Json result)
                ? new Reply.Complete(entry.shown(request.arguments(), result))
                : kept;
    }
}
