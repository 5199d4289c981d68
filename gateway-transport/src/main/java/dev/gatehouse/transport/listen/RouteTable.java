package dev.gatehouse.transport.listen;

import dev.gatehouse.core.http.Endpoint;
import io.netty.handler.codec.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Every URL of a listener: the MCP endpoints and the {@link Endpoint}s it was given. Paths are compared as received. */
final class RouteTable {
    sealed interface Routed {}

    record Found(Destination destination) implements Routed {}

    record WrongMethod(String methods) implements Routed {}

    record Options(String methods) implements Routed {}

    record Nowhere() implements Routed {}

    private static final String VMCP = "/vmcp/";

    private final List<Endpoint> endpoints;
    private final Optional<McpFace> face;
    private final AdminGuard guard;

    RouteTable(List<Endpoint> endpoints, Optional<McpFace> face, AdminGuard guard) {
        this.endpoints = List.copyOf(endpoints);
        this.face = face;
        this.guard = guard;
    }

    Routed find(HttpMethod method, String path) {
        if (face.isPresent() && path.startsWith(VMCP)) {
            int end = path.lastIndexOf('/');
            Optional<McpEndpoint> endpoint = McpEndpoint.of(path.substring(end + 1));
            String server = end > VMCP.length() ? path.substring(VMCP.length(), end) : "";
            if (endpoint.isPresent() && !server.isEmpty() && server.indexOf('/') < 0) {
                return mcp(face.get(), method, endpoint.get(), server);
            }
        }
        Set<String> methods = new TreeSet<>();
        for (Endpoint endpoint : endpoints) {
            Optional<Map<String, String>> variables = endpoint.path().match(path);
            if (variables.isPresent() && serves(endpoint, method)) {
                return new Found(new EndpointDestination(endpoint, variables.get(), guard));
            }
            variables.ifPresent(_ -> methods.add(endpoint.method().name()));
        }
        return methods.isEmpty() ? new Nowhere() : other(method, methods);
    }

    private static Routed mcp(McpFace face, HttpMethod method, McpEndpoint endpoint, String server) {
        if (endpoint.serves(method)) {
            return new Found(new McpDestination(face, endpoint, method, server));
        }
        return method.equals(HttpMethod.OPTIONS)
                ? new Options(endpoint.methods())
                : new WrongMethod(endpoint.methods());
    }

    private static Routed other(HttpMethod method, Set<String> methods) {
        methods.add("OPTIONS");
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        String allow = String.join(", ", methods);
        return method.equals(HttpMethod.OPTIONS) ? new Options(allow) : new WrongMethod(allow);
    }

    private static boolean serves(Endpoint endpoint, HttpMethod method) {
        String asked = method.equals(HttpMethod.HEAD) ? "GET" : method.name();
        return endpoint.method().name().equals(asked);
    }
}
