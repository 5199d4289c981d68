package dev.gatehouse.core.mcp;

import dev.gatehouse.core.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a client said, after its era has been read away. One record per kind of request the gateway understands. */
public sealed interface McpRequest {
    /** Of the name of a tool or a prompt. */
    int NAME_CHARS_MAX = 256;
    /** Of the URI of a resource. */
    int URI_CHARS_MAX = 8 * 1024;
    /** Of the id of a task; one of ours is shorter, and travels in a header too. */
    int TASK_ID_CHARS_MAX = 4 * 1024;

    RequestMeta meta();

    /** The method's name in the specification, for records and metrics. */
    String method();

    /** {@code server/discover}, and the part of {@code initialize} that asks the same question. */
    record Discover(RequestMeta meta) implements McpRequest {
        @Override
        public String method() {
            return "server/discover";
        }
    }

    /** One of the four {@code …/list} methods. */
    record PrimitiveList(Primitive kind, Optional<String> cursor, RequestMeta meta) implements McpRequest {
        @Override
        public String method() {
            return kind.listMethod();
        }
    }

    /** A request that goes to one upstream, and so through policy. */
    sealed interface Targeted extends McpRequest {
        Primitive kind();

        /** The public name or URI that the client used, unresolved. */
        String name();

        /** What policies judge beside the name; {@code {}} where the method has nothing of the kind. */
        Json arguments();

        /** What a later round of a call that asked carries; {@link Retry#NONE} where a method cannot ask. */
        default Retry retry() {
            return Retry.NONE;
        }
    }

    /** {@code tools/call}. */
    record ToolCall(String name, Json arguments, Retry retry, RequestMeta meta) implements Targeted {
        @Override
        public Primitive kind() {
            return Primitive.TOOL;
        }

        @Override
        public String method() {
            return "tools/call";
        }
    }

    /** {@code prompts/get}. */
    record PromptGet(String name, Json arguments, Retry retry, RequestMeta meta) implements Targeted {
        @Override
        public Primitive kind() {
            return Primitive.PROMPT;
        }

        @Override
        public String method() {
            return "prompts/get";
        }
    }

    /** {@code resources/read}; {@code name} is the URI. */
    record ResourceRead(String name, Retry retry, RequestMeta meta) implements Targeted {
        @Override
        public Primitive kind() {
            return Primitive.RESOURCE;
        }

        @Override
        public Json arguments() {
            return Json.EMPTY_OBJECT;
        }

        @Override
        public String method() {
            return "resources/read";
        }
    }

    /**
     * {@code completion/complete}.
     *
     * @param kind PROMPT for {@code ref/prompt}, TEMPLATE for {@code ref/resource}
     * @param name the prompt's name or the URI template
     * @param arguments an object of what the client sent: the argument to complete and, when given, the context
     */
    record Complete(Primitive kind, String name, Json arguments, RequestMeta meta) implements Targeted {
        @Override
        public String method() {
            return "completion/complete";
        }
    }

    /** {@code resources/subscribe} of the legacy era. Answered by {@link Reply.Subscribed}. */
    record Subscribe(String name, RequestMeta meta) implements Targeted {
        @Override
        public Primitive kind() {
            return Primitive.RESOURCE;
        }

        @Override
        public Json arguments() {
            return Json.EMPTY_OBJECT;
        }

        @Override
        public String method() {
            return "resources/subscribe";
        }
    }

    /** What is done to a task that a tool call became (extension {@code io.modelcontextprotocol/tasks}). */
    sealed interface OnTask extends Targeted {
        String taskId();

        @Override
        default Primitive kind() {
            return Primitive.TOOL;
        }

        @Override
        default String name() {
            return taskId();
        }

        @Override
        default Json arguments() {
            return Json.EMPTY_OBJECT;
        }
    }

    /** {@code tasks/get}: how it stands, and what it came to. */
    record TaskGet(String taskId, RequestMeta meta) implements OnTask {
        @Override
        public String method() {
            return "tasks/get";
        }
    }

    /** {@code tasks/update}: answers to what the task asks, by key. */
    record TaskUpdate(String taskId, Map<String, Json> responses, RequestMeta meta) implements OnTask {
        @Override
        public Retry retry() {
            return new Retry(Optional.empty(), responses);
        }

        @Override
        public String method() {
            return "tasks/update";
        }
    }

    /** {@code tasks/cancel}: it is no longer wanted. */
    record TaskCancel(String taskId, RequestMeta meta) implements OnTask {
        @Override
        public String method() {
            return "tasks/cancel";
        }
    }

    /** A task to be told of by {@code subscriptions/listen}. Answered by {@link Reply.Subscribed}. */
    record TaskWatch(String taskId, RequestMeta meta) implements OnTask {
        @Override
        public String method() {
            return "subscriptions/listen";
        }
    }

    /** {@code resources/unsubscribe}; what the session held is given back by whoever holds it. */
    record Unsubscribe(String name, RequestMeta meta) implements McpRequest {
        @Override
        public String method() {
            return "resources/unsubscribe";
        }
    }

    /**
     * A stream of changes: {@code subscriptions/listen}, or the GET stream of a legacy session. Answered by
     * {@link Reply.Listening} with what of it is honoured.
     *
     * @param lists whose changes are wanted
     * @param uris resources to subscribe to, by their public URIs; at most {@link #URIS_MAX}
     * @param tasks to be told of, by their ids; at most {@link #TASKS_MAX}
     */
    record Listen(Set<Primitive> lists, List<String> uris, List<String> tasks, RequestMeta meta) implements McpRequest {
        public static final int URIS_MAX = 256;
        public static final int TASKS_MAX = 64;

        public Listen {
            lists = Set.copyOf(lists);
            uris = List.copyOf(uris);
            tasks = List.copyOf(tasks);
        }

        @Override
        public String method() {
            return "subscriptions/listen";
        }
    }
}
