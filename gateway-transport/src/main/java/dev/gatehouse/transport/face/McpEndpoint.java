package dev.gatehouse.transport.face;

import io.netty.handler.codec.http.HttpMethod;
import java.util.Locale;
import java.util.Optional;

/** The endpoints of a virtual server: one of Streamable HTTP, and the two of HTTP+SSE before it. */
enum McpEndpoint {
    MCP("DELETE, GET, OPTIONS, POST"),
    SSE("GET, OPTIONS"),
    MESSAGES("OPTIONS, POST");

    private final String methods;

    McpEndpoint(String methods) {
        this.methods = methods;
    }

    /** @param segment the last one of the path, as received */
    static Optional<McpEndpoint> of(String segment) {
        return switch (segment) {
            case "mcp" -> Optional.of(MCP);
            case "sse" -> Optional.of(SSE);
            case "messages" -> Optional.of(MESSAGES);
            default -> Optional.empty();
        };
    }

    boolean serves(HttpMethod method) {
        return switch (method.name()) {
            case "POST" -> this != SSE;
            case "GET" -> this != MESSAGES;
            case "DELETE" -> this == MCP;
            default -> false;
        };
    }

    /** The value of {@code Allow}. */
    String methods() {
        return methods;
    }

    /** The last segment of the URL that is the protected resource: posts to HTTP+SSE belong to its stream. */
    String resource() {
        return this == MESSAGES ? "sse" : name().toLowerCase(Locale.ROOT);
    }
}
