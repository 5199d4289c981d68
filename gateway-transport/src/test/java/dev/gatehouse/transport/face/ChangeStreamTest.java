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
import dev.gatehouse.transport.stream.StreamLimits;
import dev.gatehouse.transport.world.EventReader;
import dev.gatehouse.transport.world.Mcp;
import dev.gatehouse.transport.world.Shelf;
import dev.gatehouse.transport.world.Wire;
import dev.gatehouse.transport.world.World;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** 2025-11-25 basic/transports "Listening for Messages"; 2026-07-28 basic/patterns/subscriptions. */
class ChangeStreamTest {
    private static final String TOOLS = "notifications/tools/list_changed";
    private static final Change RELISTED = new Change.Relisted(World.UPSTREAM, Primitive.TOOL);
    private static final String SUBSCRIBE = legacy("3", "resources/subscribe", "{\"uri\":\"" + Shelf.RESOURCE + "\"}");

    private static final StreamLimits RARELY_RECHECKED = new StreamLimits(
            StreamedAnswerTest.QUICK.firstByte(),
            StreamedAnswerTest.QUICK.keepAlive(),
            StreamedAnswerTest.QUICK.stall(),
            StreamedAnswerTest.QUICK.settle(),
            Duration.ofHours(1),
            100,
            10,
            100,
            4,
            StreamLimits.Replay.DEFAULT);

    private World world;

    @BeforeEach
    void start() throws IOException {
        world = new World(StreamedAnswerTest.QUICK);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private Mcp alice() {
        return Mcp.as(world, "alice");
    }

    private static byte[] get(Mcp session) {
        return session.copy().with("Accept", "text/event-stream").request("GET", "");
    }

    private static byte[] get(Mcp session, String lastEventId) {
        return session.copy()
                .with("Accept", "text/event-stream")
                .with("Last-Event-ID", lastEventId)
                .request("GET", "");
    }

    private static EventReader open(Wire wire, byte[] request) throws IOException {
        Wire.Answer head = wire.send(request).readHead();
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("content-type")).contains("text/event-stream");
        return wire.events(head);
    }

    private static EventReader.Event message(EventReader events) throws IOException {
        EventReader.Event event = events.next().orElseThrow();
        return event.data().isEmpty() ? events.next().orElseThrow() : event;
    }

    private byte[] listen(String id, String notifications) {
        String body = Mcp.modernBody("subscriptions/listen", "\"notifications\":" + notifications)
                .replace("\"id\":\"m1\"", "\"id\":" + id);
        return alice().modernAs("subscriptions/listen").request("POST", body);
    }

    @Test
    void aGetStreamTellsWhatChanged() throws IOException {
        Mcp session = alice().initialized("2025-11-25");
        try (Wire wire = world.wire()) {
            EventReader events = open(wire, get(session));
            world.changes.tell(RELISTED);
            world.shelf.tools("echo", "fail", "more");
            world.changes.tell(RELISTED);
            EventReader.Event event = message(events);
            assertThat(read(event.data()).text("method")).contains(TOOLS);
            assertThat(event.id()).startsWith("g");
        }
    }

    @Test
    void whatLooksAsBeforeIsNotTold() throws IOException {
        Mcp session = alice().initialized("2025-06-18");
        assertThat(session.post(SUBSCRIBE).status()).isEqualTo(200);
        try (Wire wire = world.wire()) {
            EventReader events = open(wire, get(session));
            world.changes.tell(RELISTED);
            world.changes.tell(new Change.Updated(World.UPSTREAM, Shelf.RESOURCE + "other"));
            world.changes.tell(new Change.Updated(World.UPSTREAM, "file:///elsewhere"));
            Json told = read(message(events).data());
            assertThat(told.text("method")).contains("notifications/resources/updated");
            assertThat(told.member("params").orElseThrow().text("uri")).contains(Shelf.RESOURCE);
        }
    }

    @Test
    void unsubscribingAndEndingReleaseWhatWasWatched() throws IOException {
        Mcp session = alice().initialized("2025-11-25");
        session.post(SUBSCRIBE);
        session.post(legacy("4", "resources/unsubscribe", "{\"uri\":\"" + Shelf.RESOURCE + "\"}"));
        assertThat(world.upstream.unsubscribed).containsExactly(Shelf.RESOURCE);
        session.post(SUBSCRIBE);
        session.post(SUBSCRIBE);
        try (Wire wire = world.wire()) {
            EventReader events = open(wire, get(session));
            assertThat(session.send("DELETE", "").status()).isEqualTo(204);
            while (events.next().isPresent()) {
                // Whatever was said before the end.
            }
        }
        eventually(() -> assertThat(world.upstream.unsubscribed).hasSize(3));
        eventually(() -> assertThat(world.changes.listeners()).isZero());
        eventually(() -> assertThat(world.face.stats().liveSessions()).isEqualTo(0));
    }

    @Test
    void aSecondGetTakesOver() throws IOException {
        Mcp session = alice().initialized("2025-11-25");
        try (Wire first = world.wire();
                Wire second = world.wire()) {
            EventReader before = open(first, get(session));
            assertThat(before.next()).isPresent();
            EventReader after = open(second, get(session));
            assertThat(before.next()).isEmpty();
            world.shelf.tools("echo");
            world.changes.tell(RELISTED);
            assertThat(message(after).data()).contains(TOOLS);
        }
    }

    @Test
    void whatChangedWhileNobodyListenedIsToldToWhoComesBack() throws IOException {
        Mcp session = alice().initialized("2025-11-25");
        String last;
        try (Wire wire = world.wire()) {
            EventReader events = open(wire, get(session));
            world.shelf.tools("echo");
            world.changes.tell(RELISTED);
            last = message(events).id();
        }
        eventually(() -> assertThat(world.face.stats().streams()).isEqualTo(0));
        world.shelf.tools("echo", "fail");
        world.changes.tell(RELISTED);
        try (Wire wire = world.wire()) {
            assertThat(message(open(wire, get(session, last))).data()).contains(TOOLS);
        }
        try (Wire wire = world.wire()) {
            EventReader again = open(wire, get(session, last));
            assertThat(message(again).data()).as("replayed").contains(TOOLS);
        }
        assertThat(world.face.stats().eventsReplayed()).isEqualTo(1);
    }

    @Test
    void anEventOfAnotherLifeBeginsAFreshStream() throws IOException {
        Mcp session = alice().initialized("2025-11-25");
        try (Wire wire = world.wire()) {
            EventReader events = open(wire, get(session, "g0123456789abcdef.7"));
            world.shelf.tools("echo");
            world.changes.tell(RELISTED);
            assertThat(message(events).data()).contains(TOOLS);
        }
    }

    @Test
    void gettingHasItsConditions() throws IOException {
        Mcp session = alice().initialized("2025-11-25");
        String id = session.header("Mcp-Session-Id");
        assertThat(alice().with("Accept", "text/event-stream").send("GET", "").status())
                .isEqualTo(400);
        assertThat(session.copy()
                        .with("Accept", "application/json")
                        .send("GET", "")
                        .status())
                .isEqualTo(406);
        assertThat(Mcp.as(world, "bob")
                        .with("Mcp-Session-Id", id)
                        .send("GET", "")
                        .status())
                .isEqualTo(404);
        assertThat(alice().with("Mcp-Session-Id", "garbage").send("GET", "").status())
                .isEqualTo(404);
        assertThat(session.copy()
                        .with("MCP-Protocol-Version", "2026-07-28")
                        .send("GET", "")
                        .status())
                .isEqualTo(405);
        assertThat(session.copy().without("Authorization").send("GET", "").status())
                .isEqualTo(401);
        assertThat(world.face.stats().streams()).isZero();
    }

    @Test
    void streamsOfOnePrincipalAreCounted() throws IOException {
        List<Wire> wires = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                Wire wire = world.wire();
                wires.add(wire);
                open(wire, get(alice().initialized("2025-11-25")));
            }
            assertThat(alice().initialized("2025-11-25").send("GET", "").status())
                    .isEqualTo(503);
            assertThat(alice().initialized("2025-11-25")
                            .post(legacy("1", "tools/list", "{}"))
                            .status())
                    .isEqualTo(200);
        } finally {
            for (Wire wire : wires) {
                wire.close();
            }
        }
        eventually(() -> assertThat(world.face.stats().streams()).isEqualTo(0));
        try (Wire wire = world.wire()) {
            open(wire, get(alice().initialized("2025-11-25")));
        }
    }

    @Test
    void aListenStreamAcknowledgesFirstAndTagsEverything() throws IOException {
        try (Wire wire = world.wire()) {
            EventReader events = open(wire, listen("1", "{\"toolsListChanged\":true}"));
            EventReader.Event first = events.next().orElseThrow();
            assertThat(first.id()).isEmpty();
            assertThat(read(first.data()).text("method")).contains("notifications/subscriptions/acknowledged");
            assertThat(first.data()).contains("{\"toolsListChanged\":true}").contains("subscriptionId\":1}");
            world.changes.tell(new Change.Relisted(World.UPSTREAM, Primitive.PROMPT));
            world.shelf.tools("echo");
            world.changes.tell(RELISTED);
            EventReader.Event change = events.next().orElseThrow();
            assertThat(read(change.data()).text("method")).contains(TOOLS);
            assertThat(change.data()).contains("subscriptionId\":1}");
        }
        eventually(() -> assertThat(world.changes.listeners()).isZero());
        eventually(() -> assertThat(world.face.stats().streams()).isZero());
    }

    @Test
    void aListenStreamWatchesResources() throws IOException {
        try (Wire wire = world.wire()) {
            EventReader events =
                    open(wire, listen("\"l:0\"", "{\"resourceSubscriptions\":[\"" + Shelf.RESOURCE + "\"]}"));
            assertThat(events.next().orElseThrow().data()).contains("resourceSubscriptions");
            world.changes.tell(new Change.Updated(World.UPSTREAM, Shelf.RESOURCE));
            assertThat(events.next().orElseThrow().data())
                    .contains("notifications/resources/updated")
                    .contains("subscriptionId\":\"l:0\"}");
        }
        eventually(() -> assertThat(world.upstream.unsubscribed).contains(Shelf.RESOURCE));
    }

    @Test
    void drainingEndsStreamsGracefully() throws IOException {
        try (Wire listening = world.wire();
                Wire getting = world.wire()) {
            EventReader modern = open(listening, listen("1", "{\"toolsListChanged\":true}"));
            modern.next();
            EventReader old = open(getting, get(alice().initialized("2025-06-18")));
            CompletableFuture<Boolean> drained = CompletableFuture.supplyAsync(() -> world.listener.drain(WAIT_MAX));
            Json result =
                    read(modern.next().orElseThrow().data()).member("result").orElseThrow();
            assertThat(result.text("resultType")).contains("complete");
            assertThat(result.toString()).contains("subscriptionId\":1");
            assertThat(modern.next()).isEmpty();
            assertThat(old.next()).isEmpty();
            assertThat(drained.join()).isTrue();
        }
    }

    @Test
    void streamsThatBeginWhileTheGatewayStopsEndToo() throws IOException {
        world.changes.meanwhile = world.face::endStreams;
        try (Wire getting = world.wire()) {
            EventReader old = open(getting, get(alice().initialized("2025-06-18")));
            assertThat(old.next()).isEmpty();
        }
        restart();
        world.changes.meanwhile = world.face::endStreams;
        try (Wire listening = world.wire()) {
            EventReader modern = open(listening, listen("1", "{\"toolsListChanged\":true}"));
            assertThat(modern.next().orElseThrow().data()).contains("acknowledged");
            assertThat(modern.next().orElseThrow().data()).contains("\"resultType\":\"complete\"");
            assertThat(modern.next()).isEmpty();
        }
    }

    private void restart() throws IOException {
        stop();
        start();
    }

    @Test
    void whoMayNotStayIsShownOut() throws IOException {
        try (Wire listening = world.wire();
                Wire getting = world.wire()) {
            EventReader modern = open(listening, listen("1", "{\"toolsListChanged\":true}"));
            modern.next();
            EventReader old = open(getting, get(alice().initialized("2025-06-18")));
            world.revoked.add("alice");
            assertThat(modern.next().orElseThrow().data()).contains("\"result\"");
            assertThat(modern.next()).isEmpty();
            assertThat(old.next()).isEmpty();
        }
        eventually(() -> assertThat(world.face.stats().streams()).isEqualTo(0));
    }

    @Test
    void aRevocationThatIsToldOfShowsOutAtOnce() throws IOException {
        world.close();
        world = new World(RARELY_RECHECKED);
        try (Wire listening = world.wire();
                Wire getting = world.wire()) {
            EventReader modern = open(listening, listen("1", "{\"toolsListChanged\":true}"));
            modern.next();
            Mcp levelled = alice().initialized("2025-06-18");
            levelled.post(legacy("3", "logging/setLevel", "{\"level\":\"info\"}"));
            EventReader old = open(getting, get(alice().initialized("2025-06-18")));
            assertThat(world.face.stats().liveSessions()).isEqualTo(2);

            world.revoked.add("alice");
            world.face.accessChanged();

            assertThat(modern.next().orElseThrow().data()).contains("\"result\"");
            assertThat(modern.next()).isEmpty();
            assertThat(old.next()).isEmpty();
        }
        eventually(() -> assertThat(world.face.stats().streams()).isZero());
        eventually(() -> assertThat(world.face.stats().liveSessions()).isZero());
        eventually(() -> assertThat(world.journal.events)
                .filteredOn(AuditEvent.ShownOut.class::isInstance)
                .extracting(event -> ((AuditEvent.ShownOut) event).what())
                .contains("session", "stream"));
    }

    @Test
    void aSlowListenerHoldsNothingBack() throws IOException {
        try (Wire slow = world.wire();
                Wire quick = world.wire()) {
            open(slow, listen("1", "{\"toolsListChanged\":true}")).next();
            EventReader events = open(quick, listen("2", "{\"toolsListChanged\":true}"));
            events.next();
            for (int round = 0; round < 5; round++) {
                world.shelf.tools("echo", "round" + round);
                world.changes.tell(RELISTED);
                assertThat(events.next().orElseThrow().data()).contains(TOOLS);
            }
        }
    }
}
