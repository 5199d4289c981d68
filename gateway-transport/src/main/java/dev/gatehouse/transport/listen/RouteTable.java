package dev.gatehouse.transport.listen;

import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.transport.face.McpFace;
import dev.gatehouse.transport.http.Route;
import io.netty.handler.codec.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Every URL of a listener: the MCP endpoints and the {@link Endpoint}s it was given. Paths are compared as received. */
final class RouteTable {
    private final List<Endpoint> endpoints;
    private final Optional<McpFace> face;
    private final AdminGuard guard;

    RouteTable(List<Endpoint> endpoints, Optional<McpFace> face, AdminGuard guard) {
        this.endpoints = List.copyOf(endpoints);
        this.face = face;
        this.guard = guard;
    }

    Route find(HttpMethod method, String path) {
        return face.flatMap(mcp -> mcp.route(method, path)).orElseGet(() -> endpoint(method, path));
    }

    private Route endpoint(HttpMethod method, String path) {
        Set<String> methods = new TreeSet<>();
        for (Endpoint endpoint : endpoints) {
            Optional<Map<String, String>> variables = endpoint.path().match(path);
            if (variables.isPresent() && serves(endpoint, method)) {
                return new Route.Found(new EndpointDestination(endpoint, variables.get(), guard));
            }
            variables.ifPresent(_ -> methods.add(endpoint.method().name()));
        }
        return methods.isEmpty() ? new Route.Nowhere() : other(method, methods);
    }

    private static Route other(HttpMethod method, Set<String> methods) {
        methods.add("OPTIONS");
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        String allow = String.join(", ", methods);
        return method.equals(HttpMethod.OPTIONS) ? new Route.Options(allow) : new Route.WrongMethod(allow);
    }

    private static boolean serves(Endpoint endpoint, HttpMethod method) {
        String asked = method.equals(HttpMethod.HEAD) ? "GET" : method.name();
        return endpoint.method().name().equals(asked);
    }
}
