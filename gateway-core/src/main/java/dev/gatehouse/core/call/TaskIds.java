package dev.gatehouse.core.call;

import dev.gatehouse.core.identity.Sealer;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.policy.CallId;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.Target;
import java.util.Optional;

/**
 * The ids under which clients know the tasks of upstreams (extension {@code io.modelcontextprotocol/tasks}): sealed, so
 * that no table of tasks is kept and an id outlives this process, as clients may come back to it after days. Good for
 * the principal and the virtual server it was made for.
 */
final class TaskIds {
    /** Longer ids of upstreams, once sealed, would not pass as a header everywhere. */
    static final int UPSTREAM_ID_CHARS_MAX = 1_024;

    private static final String PURPOSE = "mcp-task";

    private final Sealer sealer;

    TaskIds(Sealer sealer) {
        this.sealer = sealer;
    }

    /**
     * A task as its id tells it.
     *
     * @param call the call that began it
     * @param tool the public name that was called
     * @param id the upstream's own
     */
    record Task(CallId call, String tool, UpstreamId upstream, String upstreamName, String id) {
        Task(CallId call, Target target, String id) {
            this(call, target.publicName(), target.upstream(), target.upstreamName(), id);
        }

        /** A changed configuration may lead the same name elsewhere, where nobody knows the task. */
        boolean isOf(Target target) {
            return upstream.equals(target.upstream()) && upstreamName.equals(target.upstreamName());
        }

        /** What an operation on it says. */
        Json arguments() {
            return Json.object().put(Operation.TASK_ID, id).build();
        }
    }

    String seal(Task task, Admission.Admitted admitted) {
        Json plain = Json.object()
                .put("call", task.call().value())
                .put("tool", task.tool())
                .put("upstream", task.upstream().value())
                .put("name", task.upstreamName())
                .put("id", task.id())
                .put("bound", binding(admitted))
                .build();
        return sealer.seal(PURPOSE, plain.bytes());
    }

    /** Empty for what is no id of ours, or was made for somebody else or for elsewhere: all are alike. */
    Optional<Task> open(String sealed, Admission.Admitted admitted) {
        return sealer.open(PURPOSE, sealed)
                .flatMap(TaskIds::read)
                .filter(plain -> plain.text("bound").equals(Optional.of(binding(admitted))))
                .flatMap(TaskIds::task);
    }

    private static String binding(Admission.Admitted admitted) {
        return Digests.of(admitted.principal().key(), admitted.server().name().value());
    }

    private static Optional<Json> read(byte[] plain) {
        try {
            return Optional.of(Json.read(plain));
        } catch (JsonSyntaxException e) {
            return Optional.empty();
        }
    }

    /** Empty when a part is missing: another release sealed it. */
    private static Optional<Task> task(Json plain) {
        return plain.text("call")
                .flatMap(call -> plain.text("tool")
                        .flatMap(tool -> plain.text("upstream")
                                .flatMap(upstream -> plain.text("name")
                                        .flatMap(name -> plain.text("id")
                                                .map(id -> new Task(
                                                        new CallId(call),
                                                        tool,
                                                        new UpstreamId(upstream),
                                                        name,
                                                        id))))));
    }
}
