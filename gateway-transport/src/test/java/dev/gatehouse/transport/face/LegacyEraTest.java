package dev.gatehouse.transport.face;

import static dev.gatehouse.transport.world.Mcp.code;
import static dev.gatehouse.transport.world.Mcp.initialize;
import static dev.gatehouse.transport.world.Mcp.json;
import static dev.gatehouse.transport.world.Mcp.legacy;
import static dev.gatehouse.transport.world.Mcp.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.CallSubject;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.transport.world.GatedUpstream;
import dev.gatehouse.transport.world.Mcp;
import dev.gatehouse.transport.world.Wire;
import dev.gatehouse.transport.world.World;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** 2025-11-25 and before: basic/lifecycle, basic/transports "Session Management"; 2025-03-26 basic/index "Batching". */
class LegacyEraTest {
    private static final String LIST = legacy("1", "tools/list", "{}");
    private static final String ECHO =
            legacy("2", "tools/call", "{\"name\":\"up_echo\",\"arguments\":{\"message\":\"hi\"}}");

    private World world;

    @BeforeEach
    void start() throws IOException {
        world = new World();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private Mcp alice() {
        return Mcp.as(world, "alice");
    }

    @ParameterizedTest
    @CsvSource({
        "2024-10-07, 2024-11-05", "2024-11-05, 2024-11-05", "2025-03-26, 2025-03-26", "2025-06-18, 2025-06-18",
        "2025-11-25, 2025-11-25", "2026-07-28, 2025-11-25", "1999-01-01, 2025-11-25", "nonsense, 2025-11-25"
    })
    void initializeAgreesOnARevision(String asked, String agreed) throws IOException {
        Wire.Answer answer = alice().post(initialize(asked));
        assertThat(answer.status()).isEqualTo(200);
        Json result = result(answer);
        assertThat(result.text("protocolVersion")).contains(agreed);
        assertThat(result.member("capabilities").orElseThrow().member("tools")).isPresent();
        assertThat(result.member("serverInfo").orElseThrow().text("name")).contains("gatehouse");
        assertThat(result.text("instructions")).contains("Use echo.");
        assertThat(result.members().keySet())
                .containsExactlyInAnyOrder("protocolVersion", "capabilities", "serverInfo", "instructions");
        assertThat(answer.header("mcp-session-id").orElseThrow()).matches("[\\x21-\\x7e]{16,4096}");
    }

    @Test
    void aSessionListsAndCalls() throws IOException {
        Mcp session = alice().initialized("2025-11-25").with("MCP-Protocol-Version", "2025-11-25");
        assertThat(session.post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}")
                        .status())
                .isEqualTo(202);
        assertThat(world.sessions).containsExactly(ProtocolVersion.V2025_11_25);
        Json list = result(session.post(LIST));
        assertThat(list.members().keySet()).containsExactly("tools");
        Json result = result(session.post(ECHO));
        assertThat(result.members().keySet()).containsExactly("content", "isError");
        assertThat(result.toString()).contains("\"text\":\"hi\"");
        assertThat(world.journal.events)
                .anyMatch(event -> event instanceof AuditEvent.CallAttempted attempted
                        && attempted.subject().client().orElseThrow().name().equals("t"));
    }

    @Test
    void clientsThatSendMethodHeadersOnLegacyRequestsAreServed() throws IOException {
        Mcp session = alice().initialized("2025-11-25")
                .with("MCP-Protocol-Version", "2025-11-25")
                .with("Mcp-Method", "tools/list")
                .with("Mcp-Name", "whatever");
        assertThat(session.post(LIST).status()).isEqualTo(200);
    }

    @Test
    void withoutASessionThereIsNothing() throws IOException {
        Wire.Answer answer = alice().post(LIST);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(json(answer).member("id")).contains(Json.of(1));
    }

    @Test
    void aSessionOfSomebodyElseIsNotFound() throws IOException {
        String id =
                alice().post(initialize("2025-11-25")).header("mcp-session-id").orElseThrow();
        assertThat(Mcp.as(world, "bob").with("Mcp-Session-Id", id).post(LIST).status())
                .isEqualTo(404);
        assertThat(Mcp.on(world, "open").with("Mcp-Session-Id", id).post(LIST).status())
                .isEqualTo(404);
        assertThat(alice().with("Mcp-Session-Id", id).post(LIST).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "AAAA", "%00", "=", "0123456789012345678901234567890123456789"})
    void aMadeUpSessionIsNotFound(String id) throws IOException {
        assertThat(alice().with("Mcp-Session-Id", id).post(LIST).status()).isEqualTo(404);
    }

    @Test
    void anAlteredSessionIsNotFound() throws IOException {
        String id =
                alice().post(initialize("2025-11-25")).header("mcp-session-id").orElseThrow();
        for (int at = 0; at < id.length(); at += 7) {
            char other = id.charAt(at) == 'A' ? 'B' : 'A';
            String altered = id.substring(0, at) + other + id.substring(at + 1);
            assertThat(alice().with("Mcp-Session-Id", altered).post(LIST).status())
                    .as("altered at %d", at)
                    .isEqualTo(404);
        }
    }

    @Test
    void aSessionEndsAfterEightHours() throws IOException {
        Mcp session = alice().initialized("2025-11-25");
        world.now.updateAndGet(now -> now.plus(Duration.ofHours(8)).minusSeconds(1));
        assertThat(session.post(LIST).status()).isEqualTo(200);
        world.now.updateAndGet(now -> now.plusSeconds(2));
        assertThat(session.post(LIST).status()).isEqualTo(404);
    }

    @Test
    void aSessionOutlivesTheGatewayThatOpenedIt() throws IOException {
        String id =
                alice().post(initialize("2025-11-25")).header("mcp-session-id").orElseThrow();
        try (World restarted = new World()) {
            assertThat(Mcp.as(restarted, "alice")
                            .with("Mcp-Session-Id", id)
                            .post(LIST)
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void deleteEndsASession() throws IOException {
        Mcp session = alice().initialized("2025-11-25");
        assertThat(session.send("DELETE", "").status()).isEqualTo(204);
        assertThat(session.post(LIST).status()).isEqualTo(404);
        assertThat(session.send("DELETE", "").status()).isEqualTo(404);
        assertThat(alice().send("DELETE", "").status()).isEqualTo(400);
    }

    @Test
    void aSessionIsRecordedFromItsBeginningToItsEndAndItsCallsNameIt() throws IOException {
        Mcp session = alice().initialized("2025-11-25");
        session.post(LIST);
        session.post(ECHO);
        session.send("DELETE", "");
        CallSubject opened = world.journal.events.stream()
                .filter(AuditEvent.SessionOpened.class::isInstance)
                .map(event -> ((AuditEvent.SessionOpened) event).subject())
                .findFirst()
                .orElseThrow();
        String id = opened.session().orElseThrow();
        assertThat(id).matches("[0-9a-f]{32}");
        assertThat(opened.client().orElseThrow().name()).isEqualTo("t");
        assertThat(world.journal.events)
                .filteredOn(AuditEvent.Listed.class::isInstance)
                .allMatch(
                        event -> ((AuditEvent.Listed) event).subject().session().equals(Optional.of(id)))
                .isNotEmpty();
        assertThat(world.journal.events)
                .filteredOn(AuditEvent.CallAttempted.class::isInstance)
                .allMatch(event ->
                        ((AuditEvent.CallAttempted) event).subject().session().equals(Optional.of(id)))
                .isNotEmpty();
        assertThat(world.journal.events)
                .filteredOn(AuditEvent.SessionEnded.class::isInstance)
                .singleElement()
                .isEqualTo(new AuditEvent.SessionEnded(
                        world.now.get(),
                        id,
                        opened.server(),
                        opened.principal().subject(),
                        opened.principal().clientId(),
                        "the client ended it"));
    }

    @Test
    void pingIsAnswered() throws IOException {
        Wire.Answer answer = alice().initialized("2025-11-25").post(legacy("\"p\"", "ping", "{}"));
        assertThat(answer.body()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"p\",\"result\":{}}");
    }

    @Test
    void anUnknownMethodIsNo404WhichWouldMeanALostSession() throws IOException {
        Wire.Answer answer = alice().initialized("2025-11-25").post(legacy("3", "no/such", "{}"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(code(answer)).isEqualTo(-32601);
    }

    @Test
    void serverDiscoverWithoutAnEnvelopeTellsAProbeToInitialize() throws IOException {
        Wire.Answer answer = alice().post(legacy("1", "server/discover", "{}"));
        assertThat(answer.status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-11-26", "banana", "1"})
    void anInvalidVersionHeaderIs400(String version) throws IOException {
        Mcp session = alice().initialized("2025-11-25").with("MCP-Protocol-Version", version);
        assertThat(session.post(LIST).status()).isEqualTo(400);
    }

    @Test
    void aResponseIsTaken() throws IOException {
        Mcp session = alice().initialized("2025-11-25");
        assertThat(session.post("{\"jsonrpc\":\"2.0\",\"id\":9,\"result\":{}}").status())
                .isEqualTo(202);
    }

    @Test
    void malformedRequestsAre400() throws IOException {
        Mcp session = alice().initialized("2025-11-25");
        assertThat(code(session.post("{"))).isEqualTo(-32700);
        assertThat(code(session.post("{\"jsonrpc\":\"2.0\"}"))).isEqualTo(-32600);
        assertThat(code(session.post("[".repeat(65) + "]".repeat(65)))).isEqualTo(-32600);
    }

    @Test
    void aBatchIsAnsweredElementByElement() throws IOException {
        Mcp session = alice().initialized("2025-03-26");
        String notification = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}";
        String unsound = "{\"jsonrpc\":\"2.0\",\"id\":8,\"method\":1}";
        Wire.Answer answer =
                session.post("[" + String.join(",", LIST, notification, ECHO, unsound, initialize("2025-03-26")) + "]");
        assertThat(answer.status()).isEqualTo(200);
        Json replies = json(answer);
        assertThat(replies.elements()).hasSize(4);
        assertThat(replies.elements().get(1).member("id")).contains(Json.of(2));
        assertThat(replies.elements().get(2).member("error")).isPresent();
        assertThat(replies.elements().get(3).member("error")).isPresent();
        assertThat(world.journal.events.stream().filter(AuditEvent.CallAttempted.class::isInstance))
                .hasSize(1);
    }

    @Test
    void aBatchWithoutRequestsIsAccepted() throws IOException {
        Mcp session = alice().initialized("2025-03-26");
        assertThat(session.post("[{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}]")
                        .status())
                .isEqualTo(202);
    }

    @Test
    void aBatchHasLimits() throws IOException {
        Mcp session = alice().initialized("2025-03-26");
        assertThat(session.post("[]").status()).isEqualTo(400);
        String hundredOne = "[" + String.join(",", Collections.nCopies(101, LIST)) + "]";
        assertThat(session.post(hundredOne).status()).isEqualTo(400);
    }

    @Test
    void otherRevisionsHaveNoBatches() throws IOException {
        for (String version : new String[] {"2025-06-18", "2025-11-25", "2024-11-05"}) {
            Mcp session = alice().initialized(version);
            assertThat(session.post("[" + LIST + "]").status()).as(version).isEqualTo(400);
        }
    }

    @Test
    void aClientThatLeavesDoesNotCancel() throws IOException {
        Mcp session = alice().initialized("2025-11-25");
        GatedUpstream.Gate gate = world.upstream.gate("g");
        try (Wire wire = world.wire()) {
            wire.send(session.request(
                    "POST", legacy("5", "tools/call", "{\"name\":\"up_echo\",\"arguments\":{\"gate\":\"g\"}}")));
            gate.awaitBegun();
        }
        // Another whole request on the one event loop: by then it has seen the first client leave.
        assertThat(session.post(LIST).status()).isEqualTo(200);
        assertThat(gate.cancelled.getCount()).isEqualTo(1);
        gate.open.countDown();
        gate.awaitEnded();
    }

    @Test
    void aNotificationCancels() throws IOException {
        Mcp session = alice().initialized("2025-11-25");
        GatedUpstream.Gate gate = world.upstream.gate("g");
        try (Wire wire = world.wire()) {
            wire.send(session.request(
                    "POST", legacy("5", "tools/call", "{\"name\":\"up_echo\",\"arguments\":{\"gate\":\"g\"}}")));
            gate.awaitBegun();
            String cancel = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":5}}";
            assertThat(session.post(cancel).status()).isEqualTo(202);
            gate.awaitCancelled();
            assertThat(result(wire.read()).member("isError").flatMap(Json::bool))
                    .contains(true);
        }
    }

    @Test
    void capabilitiesAreBounded() throws IOException {
        String large = initialize("2025-11-25")
                .replace("\"capabilities\":{}", "\"capabilities\":{\"x\":\"" + "y".repeat(3000) + "\"}");
        assertThat(code(alice().post(large))).isEqualTo(-32602);
    }
}
