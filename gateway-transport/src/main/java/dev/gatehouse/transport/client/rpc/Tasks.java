package dev.gatehouse.transport.client.rpc;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.Outbound;
import dev.gatehouse.core.upstream.UpstreamReply;
import java.util.Optional;
import java.util.Set;

/** Reads tasks as upstreams tell of them (extension {@code io.modelcontextprotocol/tasks}): its members, and no others. */
final class Tasks {
    private static final Set<String> QUIET = Set.of("working", "cancelled");
    private static final Set<String> STATUSES = Set.of("working", "input_required", "completed", "failed", "cancelled");
    /** Of a point in time. */
    private static final int TIME_CHARS_MAX = 64;

    private Tasks() {}

    /** A task that was begun; what it holds is asked for later. Empty for another shape. */
    static Optional<UpstreamReply.Task> begun(Json result) {
        return task(result, Optional.empty());
    }

    /** How a task stands. Empty for another shape. */
    static Optional<UpstreamReply.Task> standing(Json result) {
        String status = result.text("status").orElse("");
        Optional<Outbound> holds = switch (status) {
            case "completed" ->
                result.member("result")
                        .filter(Json::isObject)
                        .map(Results::canonical)
                        .map(direct -> new Outbound.Result(new UpstreamReply.Complete(direct)));
            case "failed" -> result.member("error").flatMap(Incoming::error).map(Outbound.Errored::new);
            case "input_required" ->
                Optional.of(Results.requests(result))
                        .filter(requests ->
                                !requests.isEmpty() && requests.stream().allMatch(Tasks::isQuestion))
                        .map(Outbound.Asked::new);
            default -> Optional.empty();
        };
        return holds.isPresent() || QUIET.contains(status) ? task(result, holds) : Optional.empty();
    }

    private static Optional<UpstreamReply.Task> task(Json result, Optional<Outbound> holds) {
        Optional<String> id = result.text("taskId").filter(text -> !text.isEmpty());
        Optional<String> status = result.text("status").filter(STATUSES::contains);
        Optional<String> createdAt = time(result, "createdAt");
        Optional<String> updatedAt = time(result, "lastUpdatedAt");
        Optional<Json> ttl = result.member("ttlMs").filter(Tasks::isDuration);
        if (id.isEmpty() || status.isEmpty() || createdAt.isEmpty() || updatedAt.isEmpty() || ttl.isEmpty()) {
            return Optional.empty();
        }
        ObjectWriter brief = Json.object()
                .put("status", status.get())
                .putIf("statusMessage", result.text("statusMessage").map(Tasks::said))
                .put("createdAt", createdAt.get())
                .put("lastUpdatedAt", updatedAt.get())
                .put("ttlMs", ttl.get().detached())
                .putJsonIf("pollIntervalMs", interval(result));
        return Optional.of(new UpstreamReply.Task(id.get(), brief.build(), holds));
    }

    private static boolean isQuestion(InputRequest request) {
        return !ClientCapabilities.neededFor(request.method(), request.params()).equals(ClientCapabilities.NONE);
    }

    private static Optional<String> time(Json result, String member) {
        return result.text(member)
                .filter(text -> text.length() <= TIME_CHARS_MAX)
                .map(text -> Printable.of(text, TIME_CHARS_MAX));
    }

    private static String said(String message) {
        return Printable.text(message, Incoming.ERROR_MESSAGE_CHARS_MAX);
    }

    /** Milliseconds; null is for ever. */
    private static boolean isDuration(Json value) {
        return value.isNull() || value.integer().orElse(-1) >= 0;
    }

    private static Optional<Json> interval(Json result) {
        return result.member("pollIntervalMs")
                .filter(value -> value.integer().orElse(0) > 0)
                .map(Json::detached);
    }
}
