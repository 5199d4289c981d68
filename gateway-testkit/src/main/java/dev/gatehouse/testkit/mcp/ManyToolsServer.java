package dev.gatehouse.testkit.mcp;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.testkit.http.Answer;
import dev.gatehouse.testkit.http.LoopbackServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A modern server with many tools of the usual size, which can stop answering. */
public final class ManyToolsServer implements AutoCloseable {
    private static final String TOOL = """
            {"name":"tool_NUMBER","title":"Tool NUMBER","description":"Looks up the records of one kind that match, newest first, \
            and tells how many there are in all.","inputSchema":{"type":"object","properties":{"query":{"type":"string",\
            "description":"What to look for."},"limit":{"type":"integer","minimum":1,"maximum":100}},\
            "required":["query"]},"annotations":{"readOnlyHint":true}}""";
    private static final String CACHE = ",\"resultType\":\"complete\",\"ttlMs\":1000,\"cacheScope\":\"private\"}";

    private final LoopbackServer server;
    private final String tools;
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger unanswered = new AtomicInteger();
    private volatile boolean hangs;

    private ManyToolsServer(int count) throws IOException {
        tools = IntStream.range(0, count)
                .mapToObj(i -> TOOL.replace("NUMBER", Integer.toString(i)))
                .collect(Collectors.joining(","));
        server = LoopbackServer.start(this::answer);
    }

    public static ManyToolsServer start(int count) throws IOException {
        return new ManyToolsServer(count);
    }

    public String url() {
        return "http://127.0.0.1:" + server.port() + "/mcp";
    }

    /** From now on it takes requests and says nothing. */
    public void hang() {
        hangs = true;
    }

    /** Requests it took and said nothing to. */
    public int unanswered() {
        return unanswered.get();
    }

    private void answer(LoopbackServer.Request request, Answer answer) throws IOException {
        if (hangs) {
            unanswered.incrementAndGet();
            awaitEnd();
        }
        try {
            Json message = Json.read(request.body());
            String id = message.member("id").map(Json::toString).orElse("null");
            String result = switch (message.text("method").orElse("")) {
                case "tools/list" -> "{\"tools\":[" + tools + "]";
                default -> "{\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{\"tools\":{}}";
            };
            String body = "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + CACHE + "}";
            answer.body(200, "Content-Type: application/json\r\n", body.getBytes(StandardCharsets.UTF_8));
        } catch (JsonSyntaxException e) {
            throw new IOException("no JSON", e);
        }
    }

    private void awaitEnd() throws IOException {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IOException("hung until the end");
    }

    @Override
    public void close() throws IOException {
        over.countDown();
        server.close();
    }
}
