package dev.gatehouse.transport.client.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP server of nothing but sockets, so that it can answer as badly as a test wants. */
final class RawServer implements AutoCloseable {
    /** @param headers names in lower case */
    record Received(String method, String target, Map<String, String> headers, String body, int connection) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        String id() {
            return body.replaceAll("(?s).*?\"id\":(\\d+).*", "$1");
        }

        String rpcMethod() {
            return body.replaceAll("(?s).*?\"method\":\"([^\"]+)\".*", "$1");
        }

        /** Whether it begins a session of which the gateway only wants to know what clients see that declare everything. */
        boolean isToList() {
            return rpcMethod().equals("initialize") && body.contains("\"sampling\"") && body.contains("\"roots\"");
        }
    }

    /** Writes whatever it likes; the connection closes when it returns false. */
    interface Script {
        boolean answer(Received request, OutputStream out) throws IOException, InterruptedException;
    }

    final List<Received> received = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger leftByClient = new AtomicInteger();
    private final ServerSocket listener;
    private final Script script;
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    RawServer(Script script) throws IOException {
        this(script, 0);
    }

    RawServer(Script script, int port) throws IOException {
        this.script = script;
        this.listener = new ServerSocket(port, 100, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::accept);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/mcp?tenant=1");
    }

    Received last(String rpcMethod) {
        return received.stream()
                .filter(request -> request.rpcMethod().equals(rpcMethod))
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    static void json(OutputStream out, String body, String... headers) throws IOException {
        send(out, 200, "application/json", body, headers);
    }

    static void send(OutputStream out, int status, String type, String body, String... headers) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Whatever\r\nContent-Type: " + type + "\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        raw(out, head + "Content-Length: " + bytes.length + "\r\n\r\n");
        out.write(bytes);
        out.flush();
    }

    static void raw(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    static void chunk(OutputStream out, String text) throws IOException {
        raw(out, Integer.toHexString(text.getBytes(StandardCharsets.UTF_8).length) + "\r\n" + text + "\r\n");
    }

    static final String SSE_HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

    static String result(Received request, String members) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + request.id() + ",\"result\":{" + members + "}}";
    }

    static String text(Received request, String text) {
        return result(request, "\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"}]");
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                open.add(socket);
                int number = connections.incrementAndGet();
                Thread.ofPlatform().daemon().start(() -> serve(socket, number));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private void serve(Socket socket, int number) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (Received request = read(in, number); request != null; request = read(in, number)) {
                received.add(request);
                if (!script.answer(request, socket.getOutputStream())) {
                    socket.shutdownOutput();
                    while (in.read() >= 0) {
                        // Until the client has seen the end and closed its side.
                    }
                    leftByClient.incrementAndGet();
                    return;
                }
            }
        } catch (IOException e) {
            // The other side left.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Received read(InputStream in, int number) throws IOException {
        String first = line(in);
        if (first.isEmpty()) {
            return null;
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        String[] line = first.split(" ", -1);
        return new Received(line[0], line[1], headers, body, number);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
