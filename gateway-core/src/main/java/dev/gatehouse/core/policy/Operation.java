package dev.gatehouse.core.policy;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.RequestMeta;
import java.util.Map;

/**
 * What would be done: a request after routing. Policies judge this value, and exactly this value is forwarded.
 *
 * @param answers what the client answered to an upstream's questions, by their keys; empty in a call's first round
 */
public record Operation(Verb verb, Target target, Json arguments, Map<String, Json> answers, RequestMeta meta) {

    /** The argument that names a task, by its upstream's own id. */
    public static final String TASK_ID = "taskId";

    public Operation {
        answers = Map.copyOf(answers);
    }

    /** The method it is upstream. */
    public enum Verb {
        CALL("tools/call"),
        GET("prompts/get"),
        READ("resources/read"),
        COMPLETE("completion/complete"),
        SUBSCRIBE("resources/subscribe"),
        GET_TASK("tasks/get"),
        UPDATE_TASK("tasks/update"),
        CANCEL_TASK("tasks/cancel"),
        WATCH_TASK("subscriptions/listen");

        private final String method;

        Verb(String method) {
            this.method = method;
        }

        public String method() {
            return method;
        }

        /** Whether it is about a task that a call of the target became; its arguments are {@link #TASK_ID} alone. */
        public boolean isOnTask() {
            return switch (this) {
                case GET_TASK, UPDATE_TASK, CANCEL_TASK, WATCH_TASK -> true;
                case CALL, GET, READ, COMPLETE, SUBSCRIBE -> false;
            };
        }
    }

    /** The first round of an operation. */
    public static Operation of(Verb verb, Target target, Json arguments, RequestMeta meta) {
        return new Operation(verb, target, arguments, Map.of(), meta);
    }

    Operation withArguments(Json changed) {
        return new Operation(verb, target, changed, answers, meta);
    }
}
