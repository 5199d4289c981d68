package dev.gatehouse.server.e2e;

import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A modern server whose tools are others whenever a test wants, and that says so; each of them answers its name. */
final class ShiftingUpstream implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final List<OutputStream> listeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile String tools;

    private ShiftingUpstream(HttpServer server, String tools) {
        this.server = server;
        this.tools = tools;
    }

    /** @param tools the elements of its list, in JSON */
    static ShiftingUpstream offering(String tools) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ShiftingUpstream upstream = new ShiftingUpstream(server, tools);
        server.setExecutor(upstream.workers);
        server.createContext("/mcp", upstream::handle);
        server.start();
        return upstream;
    }

    static String tool(String name, String description) {
        return Json.object()
                .put("name", name)
                .put("description", description)
                .put("inputSchema", Json.object().put("type", "object").build())
                .build()
                .toString();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/mcp";
    }

    /** From now on it offers these, and tells those who listen; somebody does. */
    void offer(String other) throws IOException {
        eventually(() -> assertThat(listeners).as("who listens").isNotEmpty());
        tools = other;
        for (OutputStream listener : listeners) {
            try {
                event(listener, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\",\"params\":{}}");
            } catch (IOException e) {
                // A gateway that was stopped listens no more.
                listeners.remove(listener);
            }
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Json message = Json.read(exchange.getRequestBody().readAllBytes());
            String method = message.text("method").orElse("");
            if (method.equals("subscriptions/listen")) {
                listen(exchange, message);
                return;
            }
            String result = switch (method) {
                case "tools/list" -> "\"tools\":[" + tools + "],\"ttlMs\":0,\"cacheScope\":\"private\"";
                case "tools/call" -> "\"content\":[{\"type\":\"text\",\"text\":\"done\"}]";
                default ->
                    "\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{\"tools\":{\"listChanged\":true}},"
                            + "\"ttlMs\":0,\"cacheScope\":\"private\"";
            };
            byte[] body = ("{\"jsonrpc\":\"2.0\",\"id\":" + id(message) + ",\"result\":{\"resultType\":\"complete\","
                            + result + "}}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } catch (JsonSyntaxException e) {
            throw new IOException(e);
        }
    }

    private void listen(HttpExchange exchange, Json message) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        event(
                out,
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/subscriptions/acknowledged\",\"params\":{\"_meta\":"
                        + "{\"io.modelcontextprotocol/subscriptionId\":" + id(message)
                        + "},\"notifications\":{\"toolsListChanged\":true}}}");
        listeners.add(out);
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        listeners.remove(out);
    }

    private static String id(Json message) {
        return message.member("id").map(Json::toString).orElse("null");
    }

    private static void event(OutputStream out, String message) throws IOException {
        out.write(("data: " + message + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        workers.shutdownNow();
    }
}
