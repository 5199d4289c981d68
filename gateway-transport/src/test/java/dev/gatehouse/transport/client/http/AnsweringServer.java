package dev.gatehouse.transport.client.http;

import static dev.gatehouse.transport.client.http.RawServer.SSE_HEAD;
import static dev.gatehouse.transport.client.http.RawServer.chunk;
import static dev.gatehouse.transport.client.http.RawServer.json;
import static dev.gatehouse.transport.client.http.RawServer.raw;
import static dev.gatehouse.transport.client.http.RawServer.result;
import static dev.gatehouse.transport.client.http.RawServer.text;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.concurrent.CountDownLatch;

/** Answers with as many bytes as its argument says, in the form that the tool's name says. */
public final class AnsweringServer implements AutoCloseable {
    private static final int PIECE_BYTES = 100_000;
    private static final String CHUNKED =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";

    private final CountDownLatch over = new CountDownLatch(1);
    private final RawServer server;

    private AnsweringServer() throws IOException {
        server = new RawServer(this::answer);
    }

    public static AnsweringServer start() throws IOException {
        return new AnsweringServer();
    }

    public URI url() {
        return server.url();
    }

    private boolean answer(RawServer.Received request, OutputStream out) throws IOException, InterruptedException {
        return switch (request.rpcMethod()) {
            case "server/discover" -> {
                json(out, result(request, "\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{}"));
                yield true;
            }
            case "tools/list" -> {
                json(out, result(request, "\"tools\":[]"));
                yield true;
            }
            default -> call(request, out);
        };
    }

    private boolean call(RawServer.Received request, OutputStream out) throws IOException, InterruptedException {
        String answer = text(request, "x".repeat(bytes(request)));
        switch (request.header("mcp-name")) {
            case "chunked" -> {
                raw(out, CHUNKED);
                pieces(out, answer, answer.length());
                raw(out, "0\r\n\r\n");
            }
            case "events" -> {
                raw(out, SSE_HEAD);
                pieces(out, "data: " + answer + "\n\n", answer.length() + 8);
                raw(out, "0\r\n\r\n");
            }
            case "half" -> {
                raw(out, CHUNKED);
                pieces(out, answer, answer.length() / 2);
                over.await();
            }
            case "flood" -> {
                raw(out, CHUNKED);
                while (over.getCount() > 0) {
                    chunk(out, answer + "x".repeat(PIECE_BYTES));
                }
            }
            default -> json(out, answer);
        }
        return true;
    }

    private static int bytes(RawServer.Received request) {
        String digits = request.body().replaceAll("(?s).*\"bytes\":(\\d+).*", "$1");
        return digits.equals(request.body()) ? 0 : Integer.parseInt(digits);
    }

    private void pieces(OutputStream out, String whole, int until) throws IOException {
        for (int at = 0; at < until; at += PIECE_BYTES) {
            chunk(out, whole.substring(at, Math.min(until, at + PIECE_BYTES)));
        }
    }

    @Override
    public void close() throws IOException {
        over.countDown();
        server.close();
    }
}
