package dev.gatehouse.transport.world;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.Outbound;
import dev.gatehouse.core.upstream.UpstreamReply;
import java.util.List;
import java.util.Optional;

/** Tasks that stand, from their beginning, as the argument {@code task} of their call says; it is their id, too. */
final class PlayedTasks {
    private PlayedTasks() {}

    /** Empty for what is about no task. */
    static Optional<UpstreamReply> reply(Operation operation) {
        return switch (operation.verb()) {
            case CALL ->
                operation
                        .arguments()
                        .text("task")
                        .filter(_ -> operation.meta().capabilities().tasks())
                        .map(id -> new UpstreamReply.Task(id, brief("working"), Optional.empty()));
            case GET_TASK -> operation.arguments().text(Operation.TASK_ID).map(PlayedTasks::standing);
            case UPDATE_TASK, CANCEL_TASK, WATCH_TASK -> Optional.of(new UpstreamReply.Complete(brief("working")));
            default -> Optional.empty();
        };
    }

    private static UpstreamReply standing(String id) {
        return switch (id) {
            case "completed" -> {
                Json result = Mcp.read("{\"content\":[{\"type\":\"text\",\"text\":\"done\"}],\"isError\":true}");
                yield task(id, new Outbound.Result(new UpstreamReply.Complete(result)));
            }
            case "failed" ->
                task(id, new Outbound.Errored(new UpstreamReply.Errored(-32002, "broke", Optional.empty())));
            case "input_required" ->
                task(
                        id,
                        new Outbound.Asked(List.of(
                                new InputRequest("k1", "elicitation/create", Mcp.read("{\"message\":\"Which?\"}")))));
            case "working", "cancelled" -> new UpstreamReply.Task(id, brief(id), Optional.empty());
            default -> new UpstreamReply.Errored(-32602, "Task not found", Optional.empty());
        };
    }

    private static UpstreamReply task(String id, Outbound holds) {
        return new UpstreamReply.Task(id, brief(id), Optional.of(holds));
    }

    private static Json brief(String status) {
        return Json.object()
                .put("status", status)
                .put("createdAt", "2026-11-20T12:00:00Z")
                .put("lastUpdatedAt", "2026-11-20T12:00:01Z")
                .put("ttlMs", 60_000)
                .put("pollIntervalMs", 100)
                .build();
    }
}
