package dev.gatehouse.transport.client.http;

import static dev.gatehouse.testkit.wait.Eventually.WAIT_MAX;
import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static dev.gatehouse.transport.client.Fleet.ID;
import static dev.gatehouse.transport.client.http.RawServer.SSE_HEAD;
import static dev.gatehouse.transport.client.http.RawServer.chunk;
import static dev.gatehouse.transport.client.http.RawServer.json;
import static dev.gatehouse.transport.client.http.RawServer.raw;
import static dev.gatehouse.transport.client.http.RawServer.result;
import static dev.gatehouse.transport.client.http.RawServer.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.policy.Operation.Verb;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.Change;
import dev.gatehouse.core.upstream.ChangeFeed;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.transport.client.Fleet;
import dev.gatehouse.transport.client.Permits;
import dev.gatehouse.transport.client.http.RawServer.Received;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What HTTP servers tell that belongs to no call: on the GET stream of a session, or where they are listened to. */
@Timeout(180)
class NewsTest {
    private static final Duration PATIENCE = WAIT_MAX;
    private static final String CAPABILITIES = "\"capabilities\":{\"tools\":{\"listChanged\":true},"
            + "\"resources\":{\"subscribe\":true,\"listChanged\":true},"
            + "\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}";
    private static final String END = "end";

    @TempDir
    Path dataDir;

    /** What each stream still has to say; one queue for each, in the order they were opened. */
    private final List<BlockingQueue<String>> streams = new CopyOnWriteArrayList<>();

    private final List<Change> changes = new CopyOnWriteArrayList<>();
    private final AtomicInteger sessions = new AtomicInteger();
    private volatile String tool = "one";
    private volatile boolean forgetsSessions;
    private Fleet fleet;

    @BeforeEach
    void start() {
        fleet = new Fleet(dataDir);
        ChangeFeed.Subscription _ = fleet.fleet.subscribe(changes::add);
    }

    @AfterEach
    void stop() {
        streams.forEach(stream -> stream.add(END));
        fleet.close();
    }

    private boolean modern(Received request, OutputStream out) throws IOException, InterruptedException {
        switch (request.rpcMethod()) {
            case "server/discover" ->
                json(out, result(request, "\"supportedVersions\":[\"2026-07-28\"]," + CAPABILITIES));
            case "subscriptions/listen" -> {
                String id = "\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":" + request.id() + "}";
                stream(
                        out,
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/subscriptions/acknowledged\",\"params\":{" + id
                                + ",\"notifications\":{\"taskIds\":[\"known\"]}}}");
                return false;
            }
            default -> lists(request, out);
        }
        return true;
    }

    private boolean legacy(Received request, OutputStream out) throws IOException, InterruptedException {
        if (request.method().equals("GET")) {
            stream(out, "");
            return false;
        }
        String session = "s" + sessions.get();
        if (forgetsSessions && request.rpcMethod().equals("tools/call")) {
            forgetsSessions = false;
            send(out, 404, "text/plain", "no such session");
            return true;
        }
        switch (request.rpcMethod()) {
            case "server/discover" -> send(out, 400, "text/plain", "no");
            case "initialize" ->
                json(
                        out,
                        result(request, "\"protocolVersion\":\"2025-06-18\"," + CAPABILITIES),
                        "Mcp-Session-Id: " + (request.isToList() ? "listing" : "s" + sessions.incrementAndGet()));
            case "notifications/initialized" -> send(out, 202, "text/plain", "");
            case "resources/subscribe", "resources/unsubscribe" -> json(out, result(request, ""));
            case "tools/call" -> json(out, RawServer.text(request, session));
            default -> lists(request, out);
        }
        return true;
    }

    private void lists(Received request, OutputStream out) throws IOException {
        json(
                out,
                switch (request.rpcMethod()) {
                    case "tools/list" ->
                        result(
                                request,
                                "\"tools\":[{\"name\":\"" + tool + "\",\"inputSchema\":{\"type\":\"object\"}}]");
                    case "resources/list" -> result(request, "\"resources\":[]");
                    default -> result(request, "\"resourceTemplates\":[]");
                });
    }

    private void stream(OutputStream out, String first) throws IOException, InterruptedException {
        BlockingQueue<String> queue = new LinkedBlockingQueue<>();
        // Before the client can know of the stream: a test that was told of it speaks on the last one.
        streams.add(queue);
        raw(out, SSE_HEAD);
        chunk(out, first.isEmpty() ? ": hello\n\n" : "data: " + first + "\n\n");
        for (String message = queue.take(); !message.equals(END); message = queue.take()) {
            chunk(out, "data: " + message + "\n\n");
        }
        raw(out, "0\r\n\r\n");
    }

    private static String told(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/" + method + "\",\"params\":{" + params + "}}";
    }

    private static Permit subscribe(String uri) {
        return Permits.of(ID, Verb.SUBSCRIBE, Primitive.RESOURCE, uri, "{}", Permits.can("{}"));
    }

    private static Permit watch(String task) {
        String arguments = "{\"taskId\":\"" + task + "\"}";
        return Permits.of(ID, Verb.WATCH_TASK, Primitive.TOOL, "one", arguments, Permits.can("{}"));
    }

    private void awaitStreams(int count) {
        eventually(
                () -> assertThat(streams.size()).as(count + " streams are open").isEqualTo(count));
    }

    @Test
    void a_modern_server_is_listened_to_and_again_after_the_stream_broke() throws Exception {
        try (RawServer server = new RawServer(this::modern)) {
            fleet.adopt(HttpServers.spec(server.url())).untilReady(ID);
            awaitStreams(1);
            eventually(
                    () -> assertThat(changes).as("the first list").contains(new Change.Relisted(ID, Primitive.TOOL)));
            changes.clear();
            tool = "two";
            streams.getFirst().add(told("tools/list_changed", ""));
            eventually(() -> assertThat(changes).as("told").contains(new Change.Relisted(ID, Primitive.TOOL)));
            assertThat(changes).containsExactly(new Change.Relisted(ID, Primitive.TOOL));
            streams.getFirst().add(END);
            awaitStreams(2);
            tool = "three";
            streams.get(1).add(told("tools/list_changed", ""));
            eventually(() -> assertThat(changes.size()).as("told again").isEqualTo(2));
        }
    }

    @Test
    void a_modern_server_is_listened_to_for_the_tasks_that_it_agrees_to_tell_of() throws Exception {
        try (RawServer server = new RawServer(this::modern)) {
            fleet.adopt(HttpServers.spec(server.url())).untilReady(ID);
            assertThat(fleet.call(watch("known"), PATIENCE)).isInstanceOf(UpstreamReply.Complete.class);
            assertThat(server.last("subscriptions/listen").body())
                    .contains("\"taskIds\":[\"known\"]")
                    .contains("clientCapabilities\":{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}");
            streams.getLast().add(told("tasks", "\"taskId\":\"known\",\"status\":\"working\""));
            eventually(() -> assertThat(changes).as("told").contains(new Change.TaskMoved(ID, "known")));

            int before = streams.size();
            assertThat(fleet.call(watch("other"), PATIENCE)).isInstanceOf(UpstreamReply.Errored.class);
            awaitStreams(before + 2);
            fleet.fleet.find(ID).orElseThrow().unwatch("known");
            awaitStreams(before + 3);
            assertThat(server.last("subscriptions/listen").body()).doesNotContain("taskIds");
        }
    }

    @Test
    void subscriptions_at_a_modern_server_are_one_stream_that_grows_and_shrinks() throws Exception {
        try (RawServer server = new RawServer(this::modern)) {
            fleet.adopt(HttpServers.spec(server.url())).untilReady(ID);
            assertThat(fleet.call(subscribe("a:1"), PATIENCE)).isInstanceOf(UpstreamReply.Complete.class);
            assertThat(fleet.call(subscribe("a:2"), PATIENCE)).isInstanceOf(UpstreamReply.Complete.class);
            assertThat(fleet.call(subscribe("a:2"), PATIENCE)).isInstanceOf(UpstreamReply.Complete.class);
            Received last = server.last("subscriptions/listen");
            assertThat(last.body())
                    .contains("\"toolsListChanged\":true,\"resourcesListChanged\":true")
                    .contains("\"resourceSubscriptions\":[\"a:1\",\"a:2\"]")
                    .doesNotContain("promptsListChanged");
            streams.getLast().add(told("resources/updated", "\"uri\":\"a:1\""));
            eventually(() -> assertThat(changes).as("told").contains(new Change.Updated(ID, "a:1")));
            int before = streams.size();
            fleet.fleet.find(ID).orElseThrow().unsubscribe("a:1");
            awaitStreams(before + 1);
            assertThat(server.last("subscriptions/listen").body()).contains("\"resourceSubscriptions\":[\"a:2\"]");
        }
    }

    @Test
    void what_was_on_its_way_on_a_replaced_stream_is_heard_before_it_ends() throws Exception {
        try (RawServer server = new RawServer(this::modern)) {
            fleet.adopt(HttpServers.spec(server.url())).untilReady(ID);
            assertThat(fleet.call(subscribe("a:1"), PATIENCE)).isInstanceOf(UpstreamReply.Complete.class);
            BlockingQueue<String> replaced = streams.getLast();
            assertThat(fleet.call(subscribe("a:2"), PATIENCE)).isInstanceOf(UpstreamReply.Complete.class);
            assertThat(streams.getLast()).isNotSameAs(replaced);
            replaced.add(told("resources/updated", "\"uri\":\"a:1\""));
            eventually(() -> assertThat(changes).as("told").contains(new Change.Updated(ID, "a:1")));
        }
    }

    @Test
    void a_subscription_nobody_can_serve_is_an_error() throws Exception {
        try (RawServer server = new RawServer((request, out) -> {
            if (request.rpcMethod().equals("server/discover")) {
                json(out, result(request, "\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{}"));
            } else {
                lists(request, out);
            }
            return true;
        })) {
            fleet.adopt(HttpServers.spec(server.url())).untilReady(ID);
            assertThat(fleet.call(subscribe("a:1"), PATIENCE).toString()).contains("-32601");
            assertThat(server.received).extracting(Received::rpcMethod).doesNotContain("subscriptions/listen");
        }
    }

    @Test
    void the_stream_of_a_session_tells_and_a_new_session_is_told_again_what_is_watched() throws Exception {
        try (RawServer server = new RawServer(this::legacy)) {
            fleet.adopt(HttpServers.spec(server.url())).untilReady(ID);
            awaitStreams(1);
            assertThat(fleet.call(subscribe("a:1"), PATIENCE)).isInstanceOf(UpstreamReply.Complete.class);
            streams.getFirst().add(told("resources/updated", "\"uri\":\"a:1\""));
            eventually(() -> assertThat(changes).as("told").contains(new Change.Updated(ID, "a:1")));
            forgetsSessions = true;
            assertThat(fleet.text(ID, "one", "{}")).isEqualTo("s2");
            eventually(
                    () -> assertThat(subscribers(server)).as("subscribed again").isEqualTo(List.of("s1", "s2")));
            awaitStreams(2);
            streams.get(1).add(told("resources/updated", "\"uri\":\"a:1/part\""));
            eventually(() -> assertThat(changes).as("told").contains(new Change.Updated(ID, "a:1/part")));
        }
    }

    private static List<String> subscribers(RawServer server) {
        return server.received.stream()
                .filter(request -> request.rpcMethod().equals("resources/subscribe"))
                .map(request -> request.header("mcp-session-id"))
                .toList();
    }

    @Test
    void a_server_without_such_a_stream_is_asked_once() throws Exception {
        try (RawServer server = new RawServer((request, out) -> {
            if (request.method().equals("GET")) {
                send(out, 405, "text/plain", "no");
                return true;
            }
            return legacy(request, out);
        })) {
            fleet.adopt(HttpServers.spec(server.url())).untilReady(ID);
            assertThat(fleet.text(ID, "one", "{}")).isEqualTo("s1");
            eventually(() -> assertThat(server.received.stream()
                            .filter(request -> request.method().equals("GET"))
                            .count())
                    .as("it said no")
                    .isEqualTo(1));
            assertThat(fleet.text(ID, "one", "{}")).isEqualTo("s1");
        }
    }
}
