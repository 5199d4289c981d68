package dev.gatehouse.core.mcp;

import dev.gatehouse.core.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All that a client can ever be told once it has been let in. */
public sealed interface Reply {

    /**
     * A result in canonical form: without {@code resultType}, {@code ttlMs}, {@code cacheScope} and server info, which
     * the modern face adds and the legacy face must not show.
     */
    record Complete(Json result) implements Reply {
        /** A tool result whose text the model can read and adapt to: how a denial or a lost upstream is told. */
        public static Complete toolError(String text) {
            Json content = Json.object().put("type", "text").put("text", text).build();
            return new Complete(Json.object()
                    .put("content", Json.array().add(content).build())
                    .put("isError", true)
                    .build());
        }
    }

    /** One page of a list of the gateway's own; {@code nextCursor} when there are more. */
    record Listed(ListPage page, Optional<String> nextCursor) implements Reply {}

    /**
     * The upstream wants an answer first (2026-07-28 basic/patterns/mrtr); {@code result} holds {@code inputRequests} and
     * the sealed {@code requestState}, without {@code resultType}.
     */
    record InputRequired(Json result) implements Reply {}

    /**
     * A task under the gateway's own id: to {@code tools/call} one that was begun in place of a result, to
     * {@code tasks/get} how it stands (extension {@code io.modelcontextprotocol/tasks}).
     */
    record Task(Json task) implements Reply {}

    /** The answer to {@link McpRequest.Subscribe} and {@link McpRequest.TaskWatch}; on the wire an empty result. */
    record Subscribed(Watched watched) implements Reply {}

    /** The answer to {@link McpRequest.Listen}: what the stream will tell of. Whoever ends the stream releases each. */
    record Listening(Set<Primitive> lists, List<Watched> watched, List<Watched> tasks) implements Reply {
        public Listening {
            lists = Set.copyOf(lists);
            watched = List.copyOf(watched);
            tasks = List.copyOf(tasks);
        }

        /** Gives back all that the stream took. */
        public void release() {
            watched.forEach(one -> one.release().run());
            tasks.forEach(one -> one.release().run());
        }
    }

    /** A JSON-RPC error of our own. */
    record Failed(FailureCode code, String message, Optional<Json> data) implements Reply {
        public Failed(FailureCode code, String message) {
            this(code, message, Optional.empty());
        }
    }

    /** A JSON-RPC error the upstream answered, passed on with its own code. */
    record UpstreamError(long code, String message, Optional<Json> data) implements Reply {}
}
