package dev.gatehouse.testkit.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** Serves {@link Endpoint}s on a free port of loopback, for modules that do not know the real listener. */
public final class EndpointServer implements AutoCloseable {
    private static final int BACKLOG = 1024;

    private final HttpServer server;
    private volatile List<Endpoint> endpoints = List.of();

    private EndpointServer(HttpServer server) {
        this.server = server;
    }

    /** Serves nothing yet: who makes endpoints often has to know the address first. */
    public static EndpointServer start() throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        EndpointServer started = new EndpointServer(HttpServer.create(address, BACKLOG));
        started.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        started.server.createContext("/", started::handle);
        started.server.start();
        return started;
    }

    public void serve(List<Endpoint> endpoints) {
        this.endpoints = List.copyOf(endpoints);
    }

    /** Without a slash at its end. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answer(exchange);
            answer.headers().forEach(header -> exchange.getResponseHeaders().add(header.getKey(), header.getValue()));
            byte[] body = answer.body();
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        byte[] body = exchange.getRequestBody().readAllBytes();
        for (Endpoint endpoint : endpoints) {
            Optional<Map<String, String>> variables = endpoint.path().match(path);
            if (endpoint.method().name().equals(exchange.getRequestMethod()) && variables.isPresent()) {
                return body.length > endpoint.bodyBytesMax()
                        ? Answer.empty(413)
                        : answer(endpoint, request(exchange, endpoint, variables.get(), body));
            }
        }
        return Answer.empty(404);
    }

    private static Answer answer(Endpoint endpoint, Request request) {
        try {
            return endpoint.handler().handle(request);
        } catch (Exception e) {
            return Answer.text(500, e.toString());
        }
    }

    private static Request request(
            HttpExchange exchange, Endpoint endpoint, Map<String, String> variables, byte[] body) {
        return new Request(
                endpoint.method(),
                exchange.getRequestURI().getRawPath(),
                variables,
                Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), ""),
                exchange.getRequestHeaders().entrySet().stream()
                        .collect(Collectors.toMap(
                                header -> header.getKey().toLowerCase(Locale.ROOT),
                                header -> List.copyOf(header.getValue()))),
                body,
                exchange.getRemoteAddress().getAddress().getHostAddress());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
