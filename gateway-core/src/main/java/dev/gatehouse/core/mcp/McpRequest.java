package dev.gatehouse.core.mcp;

import dev.gatehouse.core.json.Json;
import java.util.Optional;

/** What a client said, after its era has been read away. One record per method the gateway understands. */
public sealed interface McpRequest {
    RequestMeta meta();

    /** The method's name in the specification, for records and metrics. */
    String method();

    /** {@code tools/call}; {@code name} is the public name the client used, unresolved. */
    record ToolCall(String name, Json arguments, RequestMeta meta) implements McpRequest {
        public static final int NAME_CHARS_MAX = 256;

        @Override
        public String method() {
            return "tools/call";
        }
    }

    /** {@code tools/list}. */
    record ToolList(Optional<String> cursor, RequestMeta meta) implements McpRequest {
        @Override
        public String method() {
            return "tools/list";
        }
    }

    /** {@code server/discover}, and the part of {@code initialize} that asks the same question. */
    record Discover(RequestMeta meta) implements McpRequest {
        @Override
        public String method() {
            return "server/discover";
        }
    }
}
