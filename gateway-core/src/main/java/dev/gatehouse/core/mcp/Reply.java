package dev.gatehouse.core.mcp;

import dev.gatehouse.core.json.Json;
import java.util.Optional;

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

    /** The tool wants an answer first (2026-07-28 basic/patterns/mrtr); {@code result} carries requests and sealed state. */
    record InputRequired(Json result) implements Reply {}

    /** A JSON-RPC error of our own. */
    record Failed(FailureCode code, String message) implements Reply {}

    /** A JSON-RPC error the upstream answered, passed on with its own code. */
    record UpstreamError(long code, String message, Optional<Json> data) implements Reply {}
}
