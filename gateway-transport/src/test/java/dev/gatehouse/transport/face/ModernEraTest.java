package dev.gatehouse.transport.face;

import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static dev.gatehouse.transport.world.Mcp.code;
import static dev.gatehouse.transport.world.Mcp.json;
import static dev.gatehouse.transport.world.Mcp.modernBody;
import static dev.gatehouse.transport.world.Mcp.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.transport.world.GatedUpstream;
import dev.gatehouse.transport.world.Mcp;
import dev.gatehouse.transport.world.Wire;
import dev.gatehouse.transport.world.World;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** 2026-07-28: basic/index, basic/versioning, basic/transports/streamable-http. */
class ModernEraTest {
    private static final String ECHO = "\"name\":\"up_echo\",\"arguments\":{\"message\":\"hi\"}";

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

    private Mcp aliceCalling() {
        return alice().modernAs("tools/call").with("Mcp-Name", "up_echo");
    }

    @Test
    void callsAToolAndRecordsIt() throws IOException {
        Wire.Answer answer = aliceCalling().post(modernBody("tools/call", ECHO));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).contains("application/json");
        assertThat(answer.header("mcp-session-id")).isEmpty();
        assertThat(json(answer).text("id")).contains("m1");
        Json result = result(answer);
        assertThat(result.text("resultType")).contains("complete");
        assertThat(result.toString()).contains("\"text\":\"hi\"").contains("io.modelcontextprotocol/serverInfo");
        assertThat(result.member("ttlMs")).isEmpty();
        assertThat(world.journal.events)
                .anyMatch(event -> event instanceof AuditEvent.CallAttempted attempted
                        && attempted.subject().version() == ProtocolVersion.V2026_07_28
                        && attempted.subject().principal().subject().equals("alice"))
                .anyMatch(AuditEvent.CallCompleted.class::isInstance);
    }

    @Test
    void whatACallHoldsIsLetGoOfOnceItsAnswerWasDelivered() throws IOException {
        result(aliceCalling().post(modernBody("tools/call", ECHO)));
        eventually(() -> assertThat(world.upstream.closed).hasValue(1));
    }

    @Test
    void discoversEveryRevisionServed() throws IOException {
        Json result = result(alice().modern("server/discover", ""));
        assertThat(result.member("supportedVersions").orElseThrow().toString())
                .isEqualTo("[\"2026-07-28\",\"2025-11-25\",\"2025-06-18\",\"2025-03-26\",\"2024-11-05\"]");
        assertThat(result.member("capabilities").orElseThrow().member("tools")).isPresent();
        assertThat(result.text("instructions")).contains("Use echo.");
        assertThat(result.text("cacheScope")).contains("private");
    }

    @Test
    void listsWithCacheHintsForThisCallerOnly() throws IOException {
        Json result = result(alice().modern("tools/list", ""));
        assertThat(result.member("tools").orElseThrow().elements()).hasSize(2);
        assertThat(result.member("ttlMs").orElseThrow().integer().isPresent()).isTrue();
        assertThat(result.text("cacheScope")).contains("private");
    }

    @Test
    void unknownAndHiddenToolsAnswerAlike() throws IOException {
        Wire.Answer answer = alice().modernAs("tools/call")
                .with("Mcp-Name", "nope")
                .post(modernBody("tools/call", "\"name\":\"nope\""));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(code(answer)).isEqualTo(-32602);
        assertThat(world.upstream.opened.get()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ping", "initialize", "logging/setLevel", "resources/subscribe", "no/such"})
    void methodsThatDoNotExistAre404WithTheId(String method) throws IOException {
        Wire.Answer answer = alice().modern(method, "");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(code(answer)).isEqualTo(-32601);
        assertThat(json(answer).text("id")).contains("m1");
    }

    @Test
    void anEnvelopeIsNeeded() throws IOException {
        Wire.Answer answer = aliceCalling().post(Mcp.legacy("5", "tools/call", "{" + ECHO + "}"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(code(answer)).isEqualTo(-32602);
        assertThat(json(answer).member("id")).contains(Json.of(5));
    }

    @Test
    void initializeUnderAModernHeaderIsAMismatch() throws IOException {
        Wire.Answer answer = alice().modernAs("initialize").post(Mcp.initialize("2025-11-25"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(code(answer)).isEqualTo(-32020);
    }

    @ParameterizedTest
    @CsvSource({
        "MCP-Protocol-Version, 2025-11-25",
        "MCP-Protocol-Version, ''",
        "Mcp-Method, tools/list",
        "Mcp-Method, ''",
        "Mcp-Name, up_fail",
        "Mcp-Name, UP_ECHO",
        "Mcp-Name, ''",
        "Mcp-Name, =?base64?!!!?=",
        "Mcp-Name, =?base64?/w==?=",
        "Mcp-Name, =?BASE64?dXBfZWNobw==?=",
        "Mcp-Name, up_ech\u00f6"
    })
    void aHeaderThatContradictsTheBodyIsRefused(String header, String value) throws IOException {
        Mcp client = aliceCalling();
        Wire.Answer answer = (value.isEmpty() ? client.without(header) : client.with(header, value))
                .post(modernBody("tools/call", ECHO));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(code(answer)).isEqualTo(-32020);
        assertThat(world.upstream.opened.get()).isZero();
    }

    @Test
    void aNameMayComeWrappedInBase64() throws IOException {
        String wrapped = "=?base64?" + Base64.getEncoder().encodeToString("up_echo".getBytes()) + "?=";
        Wire.Answer answer = aliceCalling().with("Mcp-Name", wrapped).post(modernBody("tools/call", ECHO));
        assertThat(answer.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{}; ''; 200",
                "{\"region\":null}; ''; 200",
                "{\"region\":\"eu\"}; eu; 200",
                "{\"region\":\"\\u00fc\"}; =?base64?w7w=?=; 200",
                "{\"region\":\"eu\"}; ''; 400",
                "{\"region\":\"eu\"}; EU; 400",
                "{\"region\":\"eu\"}; us; 400",
                "{}; eu; 400"
            })
    void aHeaderThatRepeatsAnArgumentSaysTheSame(String arguments, String header, int status) throws IOException {
        Mcp client = aliceCalling();
        Wire.Answer answer = (header.isEmpty() ? client : client.with("Mcp-Param-Region", header))
                .post(modernBody("tools/call", "\"name\":\"up_echo\",\"arguments\":" + arguments));
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        if (status == 400) {
            assertThat(code(answer)).isEqualTo(-32020);
            assertThat(world.upstream.opened.get()).isZero();
            assertThat(world.journal.events.getLast())
                    .isInstanceOfSatisfying(
                            AuditEvent.CallRefused.class,
                            refused -> assertThat(refused.kind()).isEqualTo("header_mismatch"));
        }
    }

    @ParameterizedTest
    @CsvSource({"7, 7, 200", "7, 7.0, 200", "7.0, 7, 200", "7, 7e0, 200", "7, 8, 400", "7, 07, 400", "7, seven, 400"})
    void aHeaderThatRepeatsANumberIsComparedByItsValue(String argument, String header, int status) throws IOException {
        Wire.Answer answer = aliceCalling()
                .with("Mcp-Param-Count", header)
                .post(modernBody("tools/call", "\"name\":\"up_echo\",\"arguments\":{\"count\":" + argument + "}"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    }

    @Test
    void aRevisionThatIsNotServedIsNamedInTheAnswer() throws IOException {
        String body = modernBody("tools/list", "").replace("2026-07-28", "2099-01-01");
        Wire.Answer answer = alice().with("MCP-Protocol-Version", "2099-01-01")
                .with("Mcp-Method", "tools/list")
                .post(body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(code(answer)).isEqualTo(-32022);
        Json data = json(answer).member("error").orElseThrow().member("data").orElseThrow();
        assertThat(data.text("requested")).contains("2099-01-01");
        assertThat(data.member("supported").orElseThrow().elements()).contains(Json.of("2026-07-28"));
    }

    @Test
    void aLegacyRevisionInTheEnvelopeIsNotServedStatelessly() throws IOException {
        String body = modernBody("tools/list", "").replace("2026-07-28", "2025-11-25");
        Wire.Answer answer = alice().with("MCP-Protocol-Version", "2025-11-25")
                .with("Mcp-Method", "tools/list")
                .post(body);
        assertThat(code(answer)).isEqualTo(-32022);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{; -32700",
                "''; -32700",
                "nope; -32700",
                "{\"a\":1,\"a\":2}; -32700",
                "[]; -32600",
                "1; -32600",
                "{\"jsonrpc\":\"2.0\"}; -32600",
                "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"x\"}; -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"x\"}; -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"x\"}; -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"x\"}; -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7}; -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":[]}; -32600"
            })
    void whatIsNoRequestIs400(String body, int code) throws IOException {
        Wire.Answer answer = alice().modernAs("tools/list").post(body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(code(answer)).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"name\":\"up_echo\",\"arguments\":[]",
                "\"name\":\"up_echo\",\"arguments\":null",
                "\"name\":\"up_echo\",\"requestState\":7",
                "\"name\":\"up_echo\",\"inputResponses\":[]",
                "\"name\":\"up_echo\",\"inputResponses\":{\"k\":7}"
            })
    void wrongParamsAreToldWithTheId(String params) throws IOException {
        Wire.Answer answer = aliceCalling().post(modernBody("tools/call", params));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(code(answer)).isEqualTo(-32602);
    }

    @Test
    void aLogLevelThatIsNoneIsRefused() throws IOException {
        String level = "\"io.modelcontextprotocol/clientCapabilities\":{},\"io.modelcontextprotocol/logLevel\":";
        for (String said : new String[] {"\"loud\"", "7", "null"}) {
            String body = modernBody("tools/call", ECHO)
                    .replace("\"io.modelcontextprotocol/clientCapabilities\":{}", level + said);
            Wire.Answer answer = aliceCalling().post(body);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(code(answer)).isEqualTo(-32602);
        }
    }

    @Test
    void nothingWasAskedSoNothingIsAnswered() throws IOException {
        Wire.Answer answer = alice().modernAs("x").post("{\"jsonrpc\":\"2.0\",\"id\":4,\"result\":{}}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(json(answer).member("id")).isEmpty();
    }

    @Test
    void aBatchCannotSmuggleModernRequests() throws IOException {
        Mcp client = Mcp.as(world, "alice").initialized("2025-03-26");
        Wire.Answer answer = client.post("[" + modernBody("tools/call", ECHO) + "]");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(code(answer)).isEqualTo(-32600);
        assertThat(world.upstream.opened.get()).isZero();
    }

    @Test
    void aLegacySessionIdBesideAnEnvelopeIsIgnored() throws IOException {
        Wire.Answer answer = aliceCalling().with("Mcp-Session-Id", "garbage").post(modernBody("tools/call", ECHO));
        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void notificationsAreAcceptedAndAnsweredWithNothing() throws IOException {
        Wire.Answer answer =
                alice().modernAs("notifications/x").post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void codesOfTheUpstreamThatThisRevisionForbidAreTranslated() throws IOException {
        Wire.Answer answer = alice().modernAs("tools/call")
                .with("Mcp-Name", "up_fail")
                .post(modernBody("tools/call", "\"name\":\"up_fail\""));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(code(answer)).isEqualTo(-32602);
    }

    @Test
    void aCallThatCannotBeRecordedIsRefusedWith503() throws IOException {
        world.journal.broken = true;
        Wire.Answer answer = aliceCalling().post(modernBody("tools/call", ECHO));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("retry-after")).isPresent();
        assertThat(json(answer).text("id")).contains("m1");
        assertThat(world.upstream.opened.get()).isZero();
    }

    @Test
    void theTraceOfTheClientIsRecorded() throws IOException {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        aliceCalling().with("traceparent", trace).post(modernBody("tools/call", ECHO));
        assertThat(world.journal.events)
                .anyMatch(event -> event instanceof AuditEvent.CallAttempted attempted
                        && attempted.subject().traceParent().equals(Optional.of(trace)));
    }

    @Test
    void aClientThatLeavesCancelsItsCall() throws IOException {
        GatedUpstream.Gate gate = world.upstream.gate("g");
        String params = "\"name\":\"up_echo\",\"arguments\":{\"gate\":\"g\"}";
        try (Wire wire = world.wire()) {
            wire.send(aliceCalling().request("POST", modernBody("tools/call", params)));
            gate.awaitBegun();
        }
        gate.awaitCancelled();
        gate.awaitEnded();
    }

    @Test
    void aLargeArgumentComesBackWhole() throws IOException {
        String big = "x".repeat(1_000_000);
        Wire.Answer answer = aliceCalling()
                .post(modernBody("tools/call", "\"name\":\"up_echo\",\"arguments\":{\"message\":\"" + big + "\"}"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains(big);
        assertThat(json(answer).isObject()).isTrue();
    }
}
