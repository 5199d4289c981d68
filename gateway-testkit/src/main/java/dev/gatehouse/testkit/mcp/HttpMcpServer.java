package dev.gatehouse.testkit.mcp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A modern (2026-07-28) MCP server over HTTP with one tool, {@code echo}, on a loopback port of its own. What the tool
 * does is given by the test, so it can count, wait at a gate, or fail.
 */
public final class HttpMcpServer implements AutoCloseable {
    private static final int BACKLOG = 128;
    private static final InetSocketAddress ADDRESS = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final ObjectMapper mapper = new ObjectMapper();
    private final HttpServer server;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final UnaryOperator<JsonNode> tool;

    private HttpMcpServer(HttpServer server, UnaryOperator<JsonNode> tool) {
        this.server = server;
        this.tool = tool;
    }

    /** @param tool from the call's arguments to the text block's content, as a string node */
    public static HttpMcpServer start(UnaryOperator<JsonNode> tool) throws IOException {
        return start(HttpServer.create(ADDRESS, BACKLOG), tool);
    }

    /** As {@link #start(UnaryOperator)}, over TLS. */
    public static HttpMcpServer start(SSLContext tls, UnaryOperator<JsonNode> tool) throws IOException {
        HttpsServer server = HttpsServer.create(ADDRESS, BACKLOG);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return start(server, tool);
    }

    private static HttpMcpServer start(HttpServer server, UnaryOperator<JsonNode> tool) {
        HttpMcpServer mcp = new HttpMcpServer(server, tool);
        server.setExecutor(mcp.workers);
        server.createContext("/mcp", mcp::handle);
        server.start();
        return mcp;
    }

    public String url() {
        String origin = server instanceof HttpsServer ? "https://localhost" : "http://127.0.0.1";
        return origin + ":" + server.getAddress().getPort() + "/mcp";
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode message = mapper.readTree(exchange.getRequestBody().readAllBytes());
            byte[] body = mapper.writeValueAsString(answer(message)).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private ObjectNode answer(JsonNode message) {
        ObjectNode answer = mapper.createObjectNode();
        answer.put("jsonrpc", "2.0");
        answer.set("id", message.get("id"));
        ObjectNode result = answer.putObject("result");
        result.put("resultType", "complete");
        switch (message.path("method").asString("")) {
            case "tools/call" -> call(result, message.path("params").path("arguments"));
            case "tools/list" -> list(result);
            default -> discover(result);
        }
        return answer;
    }

    private void call(ObjectNode result, JsonNode arguments) {
        ObjectNode block = result.putArray("content").addObject();
        block.put("type", "text");
        block.set("text", tool.apply(arguments));
    }

    private static void list(ObjectNode result) {
        result.put("ttlMs", 60_000);
        result.put("cacheScope", "private");
        ObjectNode echo = result.putArray("tools").addObject();
        echo.put("name", "echo");
        echo.put("description", "Says it back.");
        echo.putObject("inputSchema").put("type", "object");
    }

    private static void discover(ObjectNode result) {
        result.putArray("supportedVersions").add("2026-07-28");
        result.putObject("capabilities").putObject("tools");
        result.put("ttlMs", 60_000);
        result.put("cacheScope", "private");
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
