package dev.gatehouse.transport.era;

import java.util.List;
import java.util.Optional;

/** The header fields of one request, by name whatever its case. */
@FunctionalInterface
public interface HeaderFields {
    String PROTOCOL_VERSION = "mcp-protocol-version";
    String SESSION_ID = "mcp-session-id";
    String METHOD = "mcp-method";
    String NAME = "mcp-name";
    String TRACE_PARENT = "traceparent";

    List<String> all(String name);

    /** The value when there is exactly one: a field said twice says nothing. */
    default Optional<String> one(String name) {
        List<String> values = all(name);
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }
}
