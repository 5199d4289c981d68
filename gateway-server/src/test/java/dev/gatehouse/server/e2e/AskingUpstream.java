package dev.gatehouse.server.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.core.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A legacy server whose one tool asks on its stream and then waits until it is cancelled. */
final class AskingUpstream implements AutoCloseable {
    private static final String SERVER = """
            {"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"asking","version":"1"}}""";
    private static final String TOOLS = """
            {"tools":[{"name":"ask","inputSchema":{"type":"object"}}]}""";
    private static final String QUESTION = """
            data: {"jsonrpc":"2.0","id":"q1","method":"elicitation/create","params":{"message":"Sure?",\
            "requestedSchema":{"type":"object","properties":{}}}}

            """;

    final CountDownLatch cancelled = new CountDownLatch(1);
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private AskingUpstream(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/mcp", this::serve);
        server.start();
    }

    static AskingUpstream start() throws IOException {
        return new AskingUpstream(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16));
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/mcp";
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("POST")) {
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            Json message =
                    TestGateway.json(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            switch (message.text("method").orElse("")) {
                case "initialize" -> answer(exchange, message, SERVER);
                case "tools/list" -> answer(exchange, message, TOOLS);
                case "tools/call" -> ask(exchange);
                case "notifications/cancelled" -> {
                    cancelled.countDown();
                    exchange.sendResponseHeaders(202, -1);
                }
                default -> exchange.sendResponseHeaders(202, -1);
            }
        }
    }

    private static void answer(HttpExchange exchange, Json message, String result) throws IOException {
        byte[] body = Json.object()
                .put("jsonrpc", "2.0")
                .put("id", message.member("id").orElseThrow())
                .put("result", TestGateway.json(result))
                .build()
                .bytes();
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    private void ask(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write(QUESTION.getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
        try {
            cancelled.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
