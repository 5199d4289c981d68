package dev.gatehouse.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonPointer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(180)
class DemoServerTest {
    private static final String MODERN = """
            "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
            "io.modelcontextprotocol/clientCapabilities":{}}""";

    private DemoProcess demo;

    @BeforeEach
    void start() throws Exception {
        demo = new DemoProcess();
    }

    @AfterEach
    void stop() {
        demo.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{                                            | -32700",
                "[]                                           | -32600",
                "7                                            | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1}               | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"} | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"ping\"} | -32700",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"} | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"server/discover\"} | -32602",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"server/discover\",\"params\":7} | -32602",
            })
    void answersBadMessagesWithAnErrorAndGoesOn(String message, long code) throws Exception {
        assertThat(code(demo.ask(message))).isEqualTo(code);
        assertThat(demo.ask("{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"ping\"}")
                        .member("result"))
                .contains(Json.EMPTY_OBJECT);
    }

    @Test
    void throwsAwayALineThatIsTooLongAndReadsTheNext() throws Exception {
        assertThat(code(demo.ask("x".repeat(Lines.LINE_MAX_BYTES + 1)))).isEqualTo(-32600);
        assertThat(demo.ask("{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"ping\"}")
                        .member("result"))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "2024-11-05, 2024-11-05",
        "2025-06-18, 2025-06-18",
        "2025-11-25, 2025-11-25",
        "2026-07-28, 2025-11-25",
        "1999-01-01, 2025-11-25"
    })
    void negotiatesALegacyRevision(String asked, String answered) throws Exception {
        Json reply = demo.ask("""
                {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"%s"}}""".formatted(asked));
        assertThat(text(reply, "/result/protocolVersion")).isEqualTo(answered);
    }

    @Test
    void discoversInTheModernEraWithoutAHandshake() throws Exception {
        Json reply = demo.ask(request("server/discover", MODERN));
        assertThat(text(reply, "/result/supportedVersions/0")).isEqualTo("2026-07-28");
        assertThat(text(reply, "/result/resultType")).isEqualTo("complete");
        assertThat(text(reply, "/result/cacheScope")).isEqualTo("public");
        assertThat(reply.toString()).contains("\"io.modelcontextprotocol/serverInfo\":{\"name\":\"gatehouse-demo\"");
    }

    @Test
    void refusesAModernRevisionItDoesNotKnowAndNamesTheOnesItDoes() throws Exception {
        Json reply = demo.ask(request("tools/list", MODERN.replace("2026-07-28", "2027-01-01")));
        assertThat(code(reply)).isEqualTo(-32022);
        assertThat(text(reply, "/error/data/supported/0")).isEqualTo("2026-07-28");
        assertThat(text(reply, "/error/data/requested")).isEqualTo("2027-01-01");
    }

    @Test
    void hasNoPingInTheModernEra() throws Exception {
        assertThat(code(demo.ask(request("ping", MODERN)))).isEqualTo(-32601);
    }

    @Test
    void listsTheSameToolsInBothEras() throws Exception {
        Json modern = demo.ask(request("tools/list", MODERN));
        Json legacy = demo.initialized().ask(request("tools/list", ""));
        assertThat(at(modern, "/result/tools")).isEqualTo(at(legacy, "/result/tools"));
        assertThat(at(legacy, "/result").members()).containsOnlyKeys("tools");
        List<String> names = at(legacy, "/result/tools").elements().stream()
                .map(tool -> tool.text("name").orElseThrow())
                .toList();
        assertThat(names).containsExactly("echo", "add", "clock", "wait", "forget_everything");
    }

    @Test
    void marksExactlyTheDestructiveToolAsDestructive() throws Exception {
        for (Json tool :
                at(demo.ask(request("tools/list", MODERN)), "/result/tools").elements()) {
            boolean destructive = tool.at(JsonPointer.parse("/annotations/destructiveHint"))
                    .flatMap(Json::bool)
                    .orElse(false);
            assertThat(destructive).isEqualTo(tool.text("name").orElseThrow().equals("forget_everything"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "echo | {\"message\":\"hi \\u00e4\"}    | hi ä",
                "add  | {\"a\":2,\"b\":3}               | {\"sum\":5}",
                "add  | {\"a\":0.5,\"b\":0.25}          | {\"sum\":0.75}",
                "wait | {\"millis\":0}                  | Waited 0 ms.",
                "forget_everything | {}                 | Everything is forgotten.",
            })
    void callsATool(String tool, String arguments, String text) throws Exception {
        Json reply = demo.initialized().ask(call(1, tool, arguments));
        assertThat(text(reply, "/result/content/0/text")).isEqualTo(text);
        assertThat(at(reply, "/result").member("isError")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "echo  | {}",
                "echo  | {\"message\":7}",
                "echo  | {\"message\":\"a\",\"more\":1}",
                "echo  | []",
                "add   | {\"a\":1}",
                "add   | {\"a\":\"1\",\"b\":2}",
                "add   | {\"a\":9223372036854775807,\"b\":1}",
                "add   | {\"a\":1e308,\"b\":1e308}",
                "clock | {\"zone\":\"UTC\"}",
                "wait  | {\"millis\":-1}",
                "wait  | {\"millis\":30001}",
                "wait  | {\"millis\":1.5}",
            })
    void tellsTheModelOfWrongArguments(String tool, String arguments) throws Exception {
        Json reply = demo.initialized().ask(call(1, tool, arguments));
        assertThat(at(reply, "/result/isError").bool()).contains(true);
    }

    @Test
    void doesNotKnowOtherTools() throws Exception {
        assertThat(code(demo.initialized().ask(call(1, "rm", "{}")))).isEqualTo(-32602);
    }

    @Test
    void answersOthersWhileOneCallWaits() throws Exception {
        demo.initialized().say(call(1, "wait", "{\"millis\":300}"));
        assertThat(demo.ask(call(2, "echo", "{\"message\":\"x\"}")).member("id"))
                .contains(Json.of(2));
        assertThat(demo.heard().member("id")).contains(Json.of(1));
    }

    @Test
    void givesACancelledCallNoAnswer() throws Exception {
        demo.initialized().say(call(1, "wait", "{\"millis\":50}"));
        demo.say("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":1}}");
        assertThat(demo.ask(call(2, "wait", "{\"millis\":200}")).member("id")).contains(Json.of(2));
    }

    @Test
    void endsWithItsInput() throws Exception {
        demo.initialized().say(call(1, "wait", "{\"millis\":30000}"));
        assertThat(demo.end()).isZero();
    }

    private static String request(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":{%s}}".formatted(method, params);
    }

    private static String call(int id, String tool, String arguments) {
        return "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\",\"arguments\":%s}}"
                .formatted(id, tool, arguments);
    }

    private static Json at(Json json, String pointer) {
        return json.at(JsonPointer.parse(pointer)).orElseThrow(() -> new AssertionError(pointer + " in " + json));
    }

    private static String text(Json json, String pointer) {
        return at(json, pointer).string().orElseThrow();
    }

    private static long code(Json reply) {
        return at(reply, "/error/code").integer().orElseThrow();
    }
}
