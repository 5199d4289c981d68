package dev.gatehouse.transport.face;

import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static dev.gatehouse.transport.world.Mcp.legacy;
import static dev.gatehouse.transport.world.Mcp.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.transport.world.EventReader;
import dev.gatehouse.transport.world.Mcp;
import dev.gatehouse.transport.world.Wire;
import dev.gatehouse.transport.world.World;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Legacy clients are asked on the stream of the post that made an upstream ask. */
class InlineAskTest {
    private static final String ASKING =
            legacy("5", "tools/call", "{\"name\":\"up_echo\",\"arguments\":{\"ask\":true,\"message\":\"said: \"}}");

    private World world;

    @BeforeEach
    void start() throws IOException {
        world = new World(StreamedAnswerTest.QUICK);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private Mcp session(String agent, String version, String capabilities) throws IOException {
        Mcp client = Mcp.as(world, agent);
        String initialize = Mcp.initialize(version).replace("\"capabilities\":{}", "\"capabilities\":" + capabilities);
        return client.with(
                "Mcp-Session-Id",
                client.post(initialize).header("mcp-session-id").orElseThrow());
    }

    private Mcp elicited() throws IOException {
        return session("alice", "2025-11-25", "{\"elicitation\":{}}");
    }

    private static EventReader stream(Wire wire, Mcp session, String body) throws IOException {
        Wire.Answer head = wire.send(session.request("POST", body)).readHead();
        assertThat(head.header("content-type")).isEqualTo(Optional.of("text/event-stream"));
        return wire.events(head);
    }

    private static Json message(EventReader events) throws IOException {
        EventReader.Event event = events.next().orElseThrow();
        return event.data().isEmpty() ? message(events) : read(event.data());
    }

    private static String answer(String id, String action) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{\"action\":\"" + action + "\"}}";
    }

    @Test
    void anAnswerGoesOnWithTheCall() throws IOException {
        Mcp session = elicited();
        try (Wire wire = world.wire()) {
            EventReader events = stream(wire, session, ASKING);
            Json question = message(events);
            assertThat(question.text("method")).contains("elicitation/create");
            assertThat(question.text("id").orElseThrow()).startsWith("gw-").hasSizeGreaterThan(16);
            String id = question.member("id").orElseThrow().toString();
            assertThat(session.post(answer(id, "accept")).status()).isEqualTo(202);
            assertThat(message(events).member("result").orElseThrow().toString())
                    .contains("said: k1")
                    .contains("accept");
            assertThat(events.next()).isEmpty();
        }
    }

    @Test
    void answersOfOthersAreTakenAndForgotten() throws IOException {
        Mcp session = elicited();
        try (Wire wire = world.wire()) {
            EventReader events = stream(wire, session, ASKING);
            String id = message(events).member("id").orElseThrow().toString();
            Mcp second = elicited();
            Mcp stranger = session("bob", "2025-11-25", "{\"elicitation\":{}}");
            assertThat(second.post(answer(id, "decline")).status()).isEqualTo(202);
            assertThat(stranger.post(answer(id, "decline")).status()).isEqualTo(202);
            assertThat(session.post(answer("\"gw-0000000000000000\"", "decline"))
                            .status())
                    .isEqualTo(202);
            assertThat(session.post(answer("5", "decline")).status()).isEqualTo(202);
            assertThat(world.face.stats().answersUnmatched()).isEqualTo(4);
            session.post(answer(id, "accept"));
            assertThat(message(events).toString()).contains("accept").doesNotContain("decline");
            session.post(answer(id, "accept"));
            assertThat(world.face.stats().answersUnmatched()).isEqualTo(5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-03-26", "2024-11-05"})
    void aRevisionWithoutElicitationIsNotAsked(String version) throws IOException {
        Mcp session = session("alice", version, "{\"elicitation\":{}}");
        Wire.Answer answer = session.post(ASKING);
        assertThat(answer.header("content-type")).contains("application/json");
        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void aClientThatReadsNoEventsIsNotAsked() throws IOException {
        Wire.Answer answer = elicited().with("Accept", "application/json").post(ASKING);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).doesNotContain("gw-");
    }

    @Test
    void anErrorForAnAnswerEndsTheQuestion() throws IOException {
        Mcp session = elicited();
        try (Wire wire = world.wire()) {
            EventReader events = stream(wire, session, ASKING);
            String id = message(events).member("id").orElseThrow().toString();
            String error = "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":-1,\"message\":\"no\"}}";
            assertThat(session.post(error).status()).isEqualTo(202);
            assertThat(message(events).member("id")).contains(Json.of(5));
        }
    }

    @Test
    void withdrawingTheCallWithdrawsTheQuestion() throws IOException {
        Mcp session = elicited();
        try (Wire wire = world.wire()) {
            EventReader events = stream(wire, session, ASKING);
            Json id = message(events).member("id").orElseThrow();
            session.post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":5}}");
            Json withdrawn = message(events);
            assertThat(withdrawn.text("method")).contains("notifications/cancelled");
            assertThat(withdrawn.member("params").orElseThrow().member("requestId"))
                    .contains(id);
            assertThat(message(events).member("id")).contains(Json.of(5));
        }
    }

    @Test
    void endingTheSessionEndsItsQuestions() throws IOException {
        Mcp session = elicited();
        try (Wire wire = world.wire()) {
            EventReader events = stream(wire, session, ASKING);
            message(events);
            assertThat(session.send("DELETE", "").status()).isEqualTo(204);
            while (events.next().isPresent()) {
                // Whatever was said before the end.
            }
        }
        eventually(() -> assertThat(world.face.stats().liveSessions()).isZero());
    }

    @Test
    void aQuestionCanBeSeenAgainByAClientThatLostItsConnection() throws IOException {
        Mcp session = elicited();
        String primed;
        try (Wire wire = world.wire()) {
            EventReader events = stream(wire, session, ASKING);
            primed = events.next().orElseThrow().id();
            message(events);
        }
        try (Wire wire = world.wire()) {
            Wire.Answer head = wire.send(session.copy()
                            .with("Accept", "text/event-stream")
                            .with("Last-Event-ID", primed)
                            .request("GET", ""))
                    .readHead();
            EventReader events = wire.events(head);
            String id = message(events).member("id").orElseThrow().toString();
            session.post(answer(id, "accept"));
            assertThat(message(events).toString()).contains("accept");
        }
    }
}
