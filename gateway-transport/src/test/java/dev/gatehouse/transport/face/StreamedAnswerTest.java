package dev.gatehouse.transport.face;

import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static dev.gatehouse.transport.world.Mcp.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.transport.stream.StreamLimits;
import dev.gatehouse.transport.world.EventReader;
import dev.gatehouse.transport.world.GatedUpstream;
import dev.gatehouse.transport.world.Mcp;
import dev.gatehouse.transport.world.Wire;
import dev.gatehouse.transport.world.World;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A post that is answered by a stream of events: 2026-07-28 and 2025-11-25 basic/transports. */
class StreamedAnswerTest {
    /** Quick in all but the first byte: on a busy machine any answer can take a while. */
    static final StreamLimits QUICK = quick(StreamLimits.DEFAULT.firstByte());

    private static StreamLimits quick(Duration firstByte) {
        return new StreamLimits(
                firstByte,
                Duration.ofMillis(300),
                Duration.ofSeconds(2),
                Duration.ofMillis(20),
                Duration.ofMillis(400),
                100,
                10,
                100,
                4,
                StreamLimits.Replay.DEFAULT);
    }

    private World world;

    @BeforeEach
    void start() throws IOException {
        world = new World(QUICK);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private Mcp alice() {
        return Mcp.as(world, "alice");
    }

    private static String call(String arguments) {
        return Mcp.legacy(
                "5",
                "tools/call",
                "{\"name\":\"up_echo\",\"arguments\":" + arguments + ",\"_meta\":{\"progressToken\":\"t\"}}");
    }

    private static String modernCall(String arguments) {
        return Mcp.modernBody("tools/call", "\"name\":\"up_echo\",\"arguments\":" + arguments)
                .replace("\"_meta\":{", "\"_meta\":{\"progressToken\":7,");
    }

    @Test
    void whatIsAnsweredAtOnceIsJson() throws IOException {
        Wire.Answer answer = alice().initialized("2025-11-25").post(call("{}"));
        assertThat(answer.header("content-type")).contains("application/json");
    }

    @Test
    void progressMakesAModernAnswerAStreamWithoutIds() throws IOException {
        Mcp modern = alice().modernAs("tools/call").with("Mcp-Name", "up_echo");
        try (Wire wire = world.wire()) {
            Wire.Answer head = wire.send(modern.request("POST", modernCall("{\"notices\":2,\"message\":\"hi\"}")))
                    .readHead();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("content-type")).contains("text/event-stream");
            assertThat(head.header("cache-control")).contains("no-store");
            assertThat(head.header("x-accel-buffering")).contains("no");
            EventReader events = wire.events(head);
            Json first = read(events.next().orElseThrow().data());
            assertThat(first.text("method")).contains("notifications/progress");
            assertThat(first.member("params").orElseThrow().member("progressToken"))
                    .contains(Json.of(7));
            assertThat(events.next().orElseThrow().id()).isEmpty();
            EventReader.Event last = events.next().orElseThrow();
            assertThat(last.id()).isEmpty();
            assertThat(read(last.data()).member("result").orElseThrow().text("resultType"))
                    .contains("complete");
            assertThat(events.next()).isEmpty();
            assertThat(wire.send(modern.request("POST", modernCall("{}")))
                            .read()
                            .status())
                    .as("the connection stays")
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2025-11-25, true, true",
        "2025-06-18, false, true",
        "2025-03-26, false, true",
        "2024-11-05, false, false"
    })
    void legacyStreamsHaveWhatTheirRevisionKnows(String version, boolean primed, boolean ids) throws IOException {
        Mcp session = alice().initialized(version);
        try (Wire wire = world.wire()) {
            EventReader events = stream(wire, session, call("{\"notices\":1}"));
            EventReader.Event first = events.next().orElseThrow();
            if (primed) {
                assertThat(first.data()).isEmpty();
                assertThat(first.id()).isNotEmpty();
                assertThat(first.retry()).isEqualTo("1000");
                first = events.next().orElseThrow();
            }
            assertThat(first.id().isEmpty()).isNotEqualTo(ids);
            assertThat(first.data()).contains("notifications/progress");
            EventReader.Event last = events.next().orElseThrow();
            assertThat(read(last.data()).member("result")).isPresent();
            assertThat(last.id().isEmpty()).isNotEqualTo(ids);
            assertThat(events.next()).isEmpty();
        }
    }

    @Test
    void aClientThatReadsOnlyJsonGetsJson() throws IOException {
        Mcp session = alice().initialized("2025-11-25").with("Accept", "application/json");
        assertThat(session.post(call("{\"notices\":3}")).header("content-type")).contains("application/json");
        session.with("Accept", "*/*");
        assertThat(session.post(call("{\"notices\":3}")).header("content-type")).contains("application/json");
        assertThat(world.face.stats().eventsDropped()).isEqualTo(6);
    }

    @Test
    void aSlowAnswerBeginsEarlyAndIsKeptAlive() throws IOException {
        world.close();
        world = new World(quick(Duration.ofMillis(100)));
        Mcp modern = alice().modernAs("tools/call").with("Mcp-Name", "up_echo");
        GatedUpstream.Gate gate = world.upstream.gate("g");
        try (Wire wire = world.wire()) {
            Wire.Answer head = wire.send(modern.request("POST", modernCall("{\"gate\":\"g\"}")))
                    .readHead();
            assertThat(head.header("content-type")).contains("text/event-stream");
            EventReader events = wire.events(head);
            for (int comments = 0; comments < 3; comments++) {
                assertThat(events.nextOrComment().orElseThrow().type()).isEqualTo(":");
            }
            gate.open.countDown();
            assertThat(events.next().orElseThrow().data()).contains("\"result\"");
            assertThat(events.next()).isEmpty();
        }
    }

    @Test
    void anErrorAfterTheBeginningEndsTheStream() throws IOException {
        Mcp session = alice().initialized("2025-06-18");
        String failing = call("{\"notices\":1}").replace("up_echo", "up_fail");
        try (Wire wire = world.wire()) {
            EventReader events = stream(wire, session, failing);
            events.next();
            EventReader.Event last = events.next().orElseThrow();
            assertThat(read(last.data()).member("error")).isPresent();
            assertThat(events.next()).isEmpty();
            try (Wire again = world.wire()) {
                assertThat(again.send(get(session, last.id())).read().status())
                        .as("a stream that is over is not opened again")
                        .isEqualTo(405);
            }
        }
    }

    @Test
    void whatAClientMissedIsSaidAgain() throws IOException {
        Mcp session = alice().initialized("2025-11-25");
        GatedUpstream.Gate gate = world.upstream.gate("g");
        EventReader.Event seen;
        try (Wire wire = world.wire()) {
            EventReader events = stream(wire, session, call("{\"notices\":3,\"gate\":\"g\",\"message\":\"late\"}"));
            events.next();
            seen = events.next().orElseThrow();
            gate.awaitBegun();
        }
        try (Wire wire = world.wire()) {
            Wire.Answer head = wire.send(get(session, seen.id())).readHead();
            assertThat(head.status()).isEqualTo(200);
            EventReader events = wire.events(head);
            assertThat(events.next().orElseThrow().data()).contains("\"progress\":2");
            assertThat(events.next().orElseThrow().data()).contains("\"progress\":3");
            gate.open.countDown();
            assertThat(events.next().orElseThrow().data()).contains("late");
            assertThat(events.next()).isEmpty();
        }
        assertThat(world.face.stats().eventsReplayed()).isEqualTo(2);
    }

    @Test
    void anotherSessionSeesNothingOfAStream() throws IOException {
        Mcp session = alice().initialized("2025-11-25");
        String id;
        try (Wire wire = world.wire()) {
            id = stream(wire, session, call("{\"notices\":1}"))
                    .next()
                    .orElseThrow()
                    .id();
        }
        for (Mcp other : new Mcp[] {
            alice().initialized("2025-11-25"), Mcp.as(world, "bob").initialized("2025-11-25")
        }) {
            try (Wire wire = world.wire()) {
                assertThat(wire.send(get(other, id)).read().status()).isEqualTo(400);
            }
        }
        for (String forged : new String[] {"x", id + "0000000000000000000", "p0123456789abcdef.0", id.toUpperCase()}) {
            try (Wire wire = world.wire()) {
                assertThat(wire.send(get(session, forged)).read().status()).isEqualTo(400);
            }
        }
    }

    @Test
    void aBatchBecomesAStreamOfItsAnswers() throws IOException {
        Mcp session = alice().initialized("2025-03-26");
        String list = Mcp.legacy("1", "tools/list", "{}");
        try (Wire wire = world.wire()) {
            EventReader events = stream(wire, session, "[" + list + "," + call("{\"notices\":1}") + "]");
            assertThat(events.next().orElseThrow().data()).contains("notifications/progress");
            assertThat(read(events.next().orElseThrow().data()).member("id")).contains(Json.of(1));
            assertThat(read(events.next().orElseThrow().data()).member("id")).contains(Json.of(5));
            assertThat(events.next()).isEmpty();
        }
    }

    @Test
    void aModernClientThatLeavesAStreamCancels() throws IOException {
        Mcp modern = alice().modernAs("tools/call").with("Mcp-Name", "up_echo");
        GatedUpstream.Gate gate = world.upstream.gate("g");
        try (Wire wire = world.wire()) {
            Wire.Answer head = wire.send(modern.request("POST", modernCall("{\"notices\":1,\"gate\":\"g\"}")))
                    .readHead();
            wire.events(head).next();
            gate.awaitBegun();
        }
        gate.awaitCancelled();
    }

    @Test
    void aClientThatReadsNothingIsGivenUp() throws IOException {
        Mcp modern = alice().modernAs("tools/call").with("Mcp-Name", "up_echo");
        String filling = "x".repeat(100_000);
        try (Wire wire = world.wire()) {
            wire.send(modern.request("POST", modernCall("{\"notices\":1000,\"filling\":\"" + filling + "\"}")));
            eventually(() -> assertThat(world.face.stats().eventsDropped()).isGreaterThan(0));
            assertThat(wire.isCutOff()).isTrue();
        }
    }

    @Test
    void anOldHttpClientReadsToTheEndOfTheConnection() throws IOException {
        Mcp modern = alice().modernAs("tools/call").with("Mcp-Name", "up_echo");
        String request = new String(
                modern.request("POST", modernCall("{\"notices\":1}")), java.nio.charset.StandardCharsets.ISO_8859_1);
        try (Wire wire = world.wire()) {
            Wire.Answer head =
                    wire.send(request.replace("HTTP/1.1", "HTTP/1.0")).readHead();
            assertThat(head.header("transfer-encoding")).isEmpty();
            assertThat(head.header("connection")).contains("close");
            EventReader events = wire.events(head);
            events.next();
            assertThat(events.next().orElseThrow().data()).contains("\"result\"");
            assertThat(events.next()).isEmpty();
        }
    }

    private static byte[] get(Mcp session, String lastEventId) {
        return session.copy()
                .with("Accept", "text/event-stream")
                .with("Last-Event-ID", lastEventId)
                .request("GET", "");
    }

    private static EventReader stream(Wire wire, Mcp session, String body) throws IOException {
        Wire.Answer head = wire.send(session.request("POST", body)).readHead();
        assertThat(head.header("content-type")).isEqualTo(Optional.of("text/event-stream"));
        return wire.events(head);
    }
}
