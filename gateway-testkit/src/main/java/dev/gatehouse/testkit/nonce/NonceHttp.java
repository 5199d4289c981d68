package dev.gatehouse.testkit.nonce;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.testkit.http.Answer;
import dev.gatehouse.testkit.http.LoopbackServer;
import java.io.IOException;

/** The nonce server over Streamable HTTP, of either era. */
public final class NonceHttp implements AutoCloseable {
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final String SESSION = "Mcp-Session-Id: the-one\r\n";

    private final NonceServer nonces;
    private final LoopbackServer server;

    private NonceHttp(NonceServer nonces) throws IOException {
        this.nonces = nonces;
        this.server = LoopbackServer.start(this::handle);
    }

    /** A server of 2025-11-25; one session for all. */
    public static NonceHttp legacy(String scheme, long seed, Mischief mischief) throws IOException {
        return new NonceHttp(new NonceServer(scheme, false, seed, mischief));
    }

    /** A server of 2026-07-28. */
    public static NonceHttp modern(String scheme, long seed, Mischief mischief) throws IOException {
        return new NonceHttp(new NonceServer(scheme, true, seed, mischief));
    }

    public String url() {
        return "http://127.0.0.1:" + server.port() + "/mcp";
    }

    private void handle(LoopbackServer.Request request, Answer answer) throws IOException {
        switch (request.method()) {
            case "GET" -> stand(answer);
            case "POST" -> post(read(request.body()), answer);
            default -> answer.body(200, "", new byte[0]);
        }
    }

    /** Tells whoever watches the resource that it changed. */
    public void change(String uri) {
        nonces.touch(uri);
    }

    private void stand(Answer answer) throws IOException {
        NonceServer.Line line = message -> answer.event(message.bytes());
        answer.beginStream();
        nonces.attach(line);
        hold(answer, line);
    }

    private void listen(Json message, Answer answer) throws IOException {
        NonceServer.Line line = one -> answer.event(one.bytes());
        answer.beginStream();
        nonces.accept(message, line);
        hold(answer, line);
    }

    private void hold(Answer answer, NonceServer.Line line) throws IOException {
        try {
            answer.awaitDeparture();
        } finally {
            nonces.detach(line);
        }
    }

    private void post(Json message, Answer answer) throws IOException {
        if (message.member("id").isEmpty()) {
            answer.body(202, "", new byte[0]);
        } else if (NonceServer.isListen(message)) {
            listen(message, answer);
        } else if (nonces.streams(message)) {
            answer.beginStream();
            nonces.accept(message, one -> answer.event(one.bytes()));
            answer.endStream();
        } else {
            nonces.accept(message, one -> answer.body(200, JSON + SESSION, one.bytes()));
        }
    }

    private static Json read(byte[] body) throws IOException {
        try {
            return Json.read(body);
        } catch (JsonSyntaxException e) {
            throw new IOException("no JSON", e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
