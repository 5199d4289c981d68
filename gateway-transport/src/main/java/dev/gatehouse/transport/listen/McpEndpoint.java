package dev.gatehouse.transport.listen;

import io.netty.handler.codec.http.HttpMethod;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The endpoints of a virtual server: one of Streamable HTTP, and the two of HTTP+SSE before it. */
enum McpEndpoint {
    MCP(Set.of("POST", "GET", "DELETE")),
    SSE(Set.of("GET")),
    MESSAGES(Set.of("POST"));

    private final Set<String> served;
    private final String methods;

    McpEndpoint(Set<String> served) {
        this.served = served;
        Set<String> all = new TreeSet<>(served);
        all.add("OPTIONS");
        this.methods = String.join(", ", all);
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
        return served.contains(method.name());
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
