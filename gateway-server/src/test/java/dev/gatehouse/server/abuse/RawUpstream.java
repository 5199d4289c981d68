package dev.gatehouse.server.abuse;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * A modern MCP server on a bare socket: says what it is and what tools it has like any other, keeps every byte it was
 * sent, and answers calls in whatever way the test wants, down to the byte.
 */
final class RawUpstream implements AutoCloseable {
    /** How a call is answered. Returning ends the answer; throwing closes the connection. */
    interface Conduct {
        void answer(Call call, OutputStream out) throws IOException;
    }

    record Call(String id, String tool, JsonNode arguments) {}

    private final ObjectMapper mapper = new ObjectMapper();
    private final ServerSocket server;
    private final String tools;
    private final Conduct conduct;
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private RawUpstream(List<String> tools, Conduct conduct) throws IOException {
        this.server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        this.tools = tools.stream()
                .map(name -> "{\"name\":\"" + name + "\",\"inputSchema\":{\"type\":\"object\"}}")
                .collect(Collectors.joining(","));
        this.conduct = conduct;
    }

    static RawUpstream start(List<String> tools, Conduct conduct) throws IOException {
        RawUpstream upstream = new RawUpstream(tools, conduct);
        Thread.ofPlatform().daemon().start(upstream::accept);
        return upstream;
    }

    /** Answers with the arguments' member {@code say}. */
    static void echo(Call call, OutputStream out) throws IOException {
        String text = call.arguments().path("say").asString("");
        json(out, result(call, "{\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"}],\"isError\":false"));
    }

    static String result(Call call, String openResult) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + call.id() + ",\"result\":" + openResult
                + ",\"resultType\":\"complete\"}}";
    }

    static void json(OutputStream out, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        write(out, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + bytes.length + "\r\n\r\n");
        out.write(bytes);
        out.flush();
    }

    static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/mcp";
    }

    int calls() {
        return calls.get();
    }

    /** Every request as it came, head and body. */
    List<String> received() {
        return received;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket;
                InputStream in = new BufferedInputStream(socket.getInputStream());
                OutputStream out = new BufferedOutputStream(socket.getOutputStream())) {
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                String body = new String(in.readNBytes(length(head)), StandardCharsets.UTF_8);
                received.add(head + body);
                answer(mapper.readTree(body), out);
            }
        } catch (IOException e) {
            // The gateway or the conduct ended the connection; what matters is what the client was told.
        } finally {
            open.remove(socket);
        }
    }

    private void answer(JsonNode message, OutputStream out) throws IOException {
        Call call = new Call(
                String.valueOf(message.get("id")),
                message.path("params").path("name").asString(""),
                message.path("params").path("arguments"));
        String cache = "\"ttlMs\":60000,\"cacheScope\":\"private\"";
        switch (message.path("method").asString("")) {
            case "tools/call" -> {
                calls.incrementAndGet();
                conduct.answer(call, out);
            }
            case "tools/list" -> json(out, result(call, "{\"tools\":[" + tools + "]," + cache));
            case "server/discover" ->
                json(
                        out,
                        result(
                                call,
                                "{\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{\"tools\":{}}," + cache));
            default -> write(out, "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            head.append((char) c);
            if (c == '\n' && head.indexOf("\r\n\r\n", Math.max(0, head.length() - 4)) >= 0) {
                return head.toString();
            }
        }
        return "";
    }

    private static int length(String head) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line ->
                        Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
