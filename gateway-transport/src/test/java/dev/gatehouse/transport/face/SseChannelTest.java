package dev.gatehouse.transport.face;

import static dev.gatehouse.testkit.wait.Eventually.WAIT_MAX;
import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static dev.gatehouse.transport.world.Mcp.legacy;
import static dev.gatehouse.transport.world.Mcp.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.upstream.Change;
import dev.gatehouse.transport.world.EventReader;
import dev.gatehouse.transport.world.GatedUpstream;
import dev.gatehouse.transport.world.Mcp;
import dev.gatehouse.transport.world.Wire;
import dev.gatehouse.transport.world.World;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** 2024-11-05 basic/transports "HTTP with SSE". */
class SseChannelTest {
    private static final String LIST = legacy("1", "tools/list", "{}");

    private World world;

    @BeforeEach
    void start() throws IOException {
        world = new World(StreamedAnswerTest.QUICK);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    /** A connection whose first event has been read. */
    private record Channel(Wire wire, EventReader events, String endpoint) implements AutoCloseable {
        Json next() throws IOException {
            EventReader.Event event = events.next().orElseThrow();
            assertThat(event.type()).isEqualTo("message");
            return read(event.data());
        }

        @Override
        public void close() throws IOException {
            wire.close();
        }
    }

    private Channel connect(String agent) throws IOException {
        Wire wire = world.wire();
        Wire.Answer head = wire.send(Mcp.at(world, "/vmcp/team/sse")
                        .with("Authorization", "Bearer " + agent)
                        .with("Accept", "text/event-stream")
                        .request("GET", ""))
                .readHead();
        assertThat(head.status()).isEqualTo(200);
        EventReader events = wire.events(head);
        EventReader.Event endpoint = events.next().orElseThrow();
        assertThat(endpoint.type()).isEqualTo("endpoint");
        assertThat(endpoint.data()).matches("/vmcp/team/messages\\?sessionId=[0-9a-f]{32}");
        return new Channel(wire, events, endpoint.data());
    }

    private Mcp poster(Channel channel, String agent) {
        return Mcp.at(world, channel.endpoint())
                .with("Authorization", "Bearer " + agent)
                .with("Accept", "*/*");
    }

    @Test
    void aConnectionIsASessionOnceItWasInitializedAndEndsWithIt() throws IOException {
        try (Channel idle = connect("alice")) {
            assertThat(idle.endpoint()).isNotEmpty();
        }
        try (Channel channel = connect("alice")) {
            poster(channel, "alice").post(Mcp.initialize("2024-11-05"));
            channel.next();
        }
        eventually(() -> assertThat(world.journal.events)
                .filteredOn(AuditEvent.SessionEnded.class::isInstance)
                .singleElement()
                .extracting(event -> ((AuditEvent.SessionEnded) event).how())
                .isEqualTo("its connection ended"));
        eventually(() -> assertThat(world.face.stats().liveSessions()).isZero());
        assertThat(world.journal.events)
                .filteredOn(AuditEvent.SessionOpened.class::isInstance)
                .hasSize(1);
    }

    @Test
    void whatIsPostedIsAnsweredOnTheStream() throws IOException {
        try (Channel channel = connect("alice")) {
            Mcp post = poster(channel, "alice");
            assertThat(post.post(Mcp.initialize("2024-11-05")).status()).isEqualTo(202);
            assertThat(channel.next().member("result").orElseThrow().text("protocolVersion"))
                    .contains("2024-11-05");
            assertThat(post.post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}")
                            .status())
                    .isEqualTo(202);
            assertThat(post.post(LIST).status()).isEqualTo(202);
            assertThat(channel.next().member("result").orElseThrow().member("tools"))
                    .isPresent();
            post.with("MCP-Protocol-Version", "2025-11-25");
            assertThat(post.post(legacy("2", "ping", "{}")).status()).isEqualTo(202);
            assertThat(channel.next().toString()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{}}");
        }
    }

    @Test
    void aReopenedStreamGoesOnWithoutInitialize() throws IOException {
        try (Channel channel = connect("alice")) {
            assertThat(poster(channel, "alice").post(LIST).status()).isEqualTo(202);
            assertThat(channel.next().member("result").orElseThrow().member("tools"))
                    .isPresent();
        }
    }

    @Test
    void noticesAndQuestionsGoOverTheStream() throws IOException {
        try (Channel channel = connect("alice")) {
            Mcp post = poster(channel, "alice");
            post.post(Mcp.initialize("2025-11-25")
                    .replace("\"capabilities\":{}", "\"capabilities\":{\"elicitation\":{}}"));
            channel.next();
            post.post(
                    legacy(
                            "5",
                            "tools/call",
                            "{\"name\":\"up_echo\",\"arguments\":{\"ask\":true,\"notices\":1},\"_meta\":{\"progressToken\":1}}"));
            assertThat(channel.next().text("method")).contains("notifications/progress");
            Json question = channel.next();
            String id = question.member("id").orElseThrow().toString();
            post.post("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{\"action\":\"accept\"}}");
            assertThat(channel.next().toString()).contains("k1").contains("accept");
        }
    }

    @Test
    void changesGoOverTheStream() throws IOException {
        try (Channel channel = connect("alice")) {
            world.shelf.tools("echo");
            world.changes.tell(new Change.Relisted(World.UPSTREAM, Primitive.TOOL));
            assertThat(channel.next().text("method")).contains("notifications/tools/list_changed");
        }
        eventually(() -> assertThat(world.changes.listeners()).isEqualTo(0));
    }

    @Test
    void batchesOf20250326AreAnsweredOneByOne() throws IOException {
        try (Channel channel = connect("alice")) {
            Mcp post = poster(channel, "alice");
            post.post(Mcp.initialize("2025-03-26"));
            channel.next();
            assertThat(post.post("[" + LIST + "," + legacy("2", "ping", "{}") + "]")
                            .status())
                    .isEqualTo(202);
            assertThat(channel.next().member("id")).contains(Json.of(1));
            assertThat(channel.next().member("id")).contains(Json.of(2));
        }
    }

    @Test
    void onlyWhoOpenedItMayPost() throws IOException {
        try (Channel channel = connect("alice")) {
            assertThat(poster(channel, "bob").post(LIST).status()).isEqualTo(404);
            assertThat(poster(channel, "alice")
                            .without("Authorization")
                            .post(LIST)
                            .status())
                    .isEqualTo(401);
            assertThat(Mcp.at(world, channel.endpoint().replace("team", "open"))
                            .post(LIST)
                            .status())
                    .isEqualTo(404);
            for (String other : new String[] {"", "?sessionId=", "?sessionId=00", "?x=1"}) {
                assertThat(Mcp.at(world, "/vmcp/team/messages" + other)
                                .with("Authorization", "Bearer alice")
                                .post(LIST)
                                .status())
                        .as(other)
                        .isEqualTo(404);
            }
        }
    }

    @Test
    void connectingHasItsConditions() throws IOException {
        Wire.Answer stranger = Mcp.at(world, "/vmcp/team/sse")
                .with("Accept", "text/event-stream")
                .send("GET", "");
        assertThat(stranger.status()).isEqualTo(401);
        assertThat(stranger.header("www-authenticate").orElseThrow())
                .contains("/.well-known/oauth-protected-resource/vmcp/team/sse\"");
        Mcp alice = Mcp.at(world, "/vmcp/team/sse").with("Authorization", "Bearer alice");
        assertThat(alice.with("Accept", "application/json").send("GET", "").status())
                .isEqualTo(406);
        assertThat(alice.post(Mcp.initialize("2025-11-25")).status()).isEqualTo(405);
        assertThat(Mcp.at(world, "/vmcp/none/sse")
                        .with("Authorization", "Bearer alice")
                        .with("Accept", "text/event-stream")
                        .send("GET", "")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void badMessagesAreRefusedWhereTheyWerePosted() throws IOException {
        try (Channel channel = connect("alice")) {
            assertThat(poster(channel, "alice").post("{").status()).isEqualTo(400);
            assertThat(poster(channel, "alice").post("[]").status()).isEqualTo(400);
            assertThat(poster(channel, "alice")
                            .post(legacy("7", "nothing", "{}"))
                            .status())
                    .isEqualTo(202);
            assertThat(channel.next().member("error")).isPresent();
        }
    }

    @Test
    void leavingCancelsWhatIsUnderWay() throws IOException {
        GatedUpstream.Gate gate = world.upstream.gate("g");
        String endpoint;
        try (Channel channel = connect("alice")) {
            endpoint = channel.endpoint();
            poster(channel, "alice")
                    .post(legacy("5", "tools/call", "{\"name\":\"up_echo\",\"arguments\":{\"gate\":\"g\"}}"));
            gate.awaitBegun();
        }
        gate.awaitCancelled();
        eventually(() -> assertThat(world.face.stats().liveSessions()).isEqualTo(0));
        assertThat(Mcp.at(world, endpoint)
                        .with("Authorization", "Bearer alice")
                        .post(LIST)
                        .status())
                .isEqualTo(404);
        eventually(() -> assertThat(world.listener.stats().inFlight()).isEqualTo(0));
    }

    @Test
    void drainingWaitsForWhatIsUnderWay() throws IOException {
        GatedUpstream.Gate gate = world.upstream.gate("g");
        try (Channel channel = connect("alice")) {
            poster(channel, "alice")
                    .post(legacy("5", "tools/call", "{\"name\":\"up_echo\",\"arguments\":{\"gate\":\"g\"}}"));
            gate.awaitBegun();
            CompletableFuture<Boolean> drained = CompletableFuture.supplyAsync(() -> world.listener.drain(WAIT_MAX));
            assertThat(drained).isNotDone();
            gate.open.countDown();
            assertThat(channel.next().member("id")).contains(Json.of(5));
            assertThat(channel.events().next()).isEmpty();
            assertThat(drained.join()).isTrue();
        }
    }
}
