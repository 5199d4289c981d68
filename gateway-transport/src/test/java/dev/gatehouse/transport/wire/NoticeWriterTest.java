package dev.gatehouse.transport.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.LogLevel;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.mcp.Watched;
import dev.gatehouse.core.upstream.InputRequest;
import dev.gatehouse.core.upstream.Notice;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told and asked is one JSON-RPC message each, under the client's own tokens and ids. */
class NoticeWriterTest {
    private static final Json TOKEN = Json.of("p1");

    private static RequestMeta meta(ProtocolVersion version, Optional<Json> token, Optional<LogLevel> level) {
        return new RequestMeta(
                Optional.empty(),
                version,
                Optional.empty(),
                ClientCapabilities.NONE,
                Optional.empty(),
                token,
                level,
                Json.EMPTY_OBJECT);
    }

    private static Json message(List<ByteBuffer> parts) throws JsonSyntaxException {
        StringBuilder text = new StringBuilder();
        parts.forEach(part -> text.append(StandardCharsets.UTF_8.decode(part.duplicate())));
        Json message = Json.read(text.toString());
        assertThat(message.text("jsonrpc")).contains("2.0");
        return message;
    }

    private static Json params(Notice notice, RequestMeta meta) throws JsonSyntaxException {
        return message(NoticeWriter.of(notice, meta).orElseThrow())
                .member("params")
                .orElseThrow();
    }

    @Test
    void progressComesUnderTheTokenOfTheClient() throws JsonSyntaxException {
        Notice notice = new Notice(
                "notifications/progress", Json.read("{\"progressToken\":99,\"progress\":1,\"message\":\"half\"}"));
        RequestMeta meta = meta(ProtocolVersion.V2026_07_28, Optional.of(TOKEN), Optional.empty());
        assertThat(params(notice, meta)).hasToString("{\"progressToken\":\"p1\",\"progress\":1,\"message\":\"half\"}");
        RequestMeta first = meta(ProtocolVersion.V2024_11_05, Optional.of(TOKEN), Optional.empty());
        assertThat(params(notice, first)).hasToString("{\"progressToken\":\"p1\",\"progress\":1}");
    }

    @Test
    void nobodyIsToldWhatNobodyAskedFor() {
        RequestMeta silent = meta(ProtocolVersion.V2026_07_28, Optional.empty(), Optional.empty());
        for (String method : List.of("notifications/progress", "notifications/message", "notifications/x", "x")) {
            assertThat(NoticeWriter.of(new Notice(method, Json.EMPTY_OBJECT), silent))
                    .isEmpty();
        }
        RequestMeta logging = meta(ProtocolVersion.V2026_07_28, Optional.of(TOKEN), Optional.of(LogLevel.INFO));
        assertThat(NoticeWriter.of(new Notice("notifications/message", Json.EMPTY_OBJECT), logging))
                .isPresent();
        assertThat(NoticeWriter.of(new Notice("notifications/tools/list_changed", Json.EMPTY_OBJECT), logging))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"TOOL, tools", "PROMPT, prompts", "RESOURCE, resources", "TEMPLATE, resources"})
    void changesOfListsAreTaggedOnStreamsOfTheModernEraOnly(Primitive kind, String word) throws JsonSyntaxException {
        Json legacy = message(NoticeWriter.listChanged(kind, Optional.empty()));
        assertThat(legacy.text("method")).contains("notifications/" + word + "/list_changed");
        assertThat(legacy.member("params")).contains(Json.EMPTY_OBJECT);
        Json modern = message(NoticeWriter.listChanged(kind, Optional.of(Json.of(1))));
        assertThat(modern.member("params").orElseThrow())
                .hasToString("{\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":1}}");
    }

    @Test
    void theTypeOfTheSubscriptionIdIsKept() throws JsonSyntaxException {
        for (Json id : List.of(Json.of(1), Json.of("1"))) {
            Json params = message(NoticeWriter.updated("doc://\u00fc", Optional.of(id)))
                    .member("params")
                    .orElseThrow();
            assertThat(params.text("uri")).contains("doc://\u00fc");
            assertThat(params.member("_meta").orElseThrow().member("io.modelcontextprotocol/subscriptionId"))
                    .contains(id);
        }
    }

    @Test
    void onlyWhatIsHonouredIsAcknowledged() throws JsonSyntaxException {
        Watched watched = new Watched(new UpstreamId("up"), "up://1", "doc://1", () -> {});
        Reply.Listening some =
                new Reply.Listening(Set.of(Primitive.TOOL, Primitive.TEMPLATE), List.of(watched), List.of());
        Json params = message(NoticeWriter.acknowledged(some, Json.of("l")))
                .member("params")
                .orElseThrow();
        assertThat(params.member("notifications").orElseThrow())
                .hasToString("{\"toolsListChanged\":true,\"resourcesListChanged\":true,"
                        + "\"resourceSubscriptions\":[\"doc://1\"]}");
        Reply.Listening nothing = new Reply.Listening(Set.of(), List.of(), List.of());
        assertThat(message(NoticeWriter.acknowledged(nothing, Json.of("l")))
                        .member("params")
                        .orElseThrow()
                        .member("notifications"))
                .contains(Json.EMPTY_OBJECT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "V2025_06_18; {\"mode\":\"form\",\"message\":\"m\"}; {\"message\":\"m\"}",
                "V2025_11_25; {\"mode\":\"form\",\"message\":\"m\"}; {\"mode\":\"form\",\"message\":\"m\"}",
                "V2025_11_25; {\"mode\":\"url\"}; {\"mode\":\"url\",\"elicitationId\":\"gw-1\"}",
                "V2025_11_25; {\"mode\":\"url\",\"elicitationId\":\"e\"}; {\"mode\":\"url\",\"elicitationId\":\"e\"}"
            })
    void questionsAreAskedInTheWordsOfTheRevision(ProtocolVersion version, String params, String asked)
            throws JsonSyntaxException {
        InputRequest request = new InputRequest("k", "elicitation/create", Json.read(params));
        Json message = message(NoticeWriter.asked(Json.of("gw-1"), request, version));
        assertThat(message.text("id")).contains("gw-1");
        assertThat(message.text("method")).contains("elicitation/create");
        assertThat(message.member("params").orElseThrow()).hasToString(asked);
    }

    @Test
    void aQuestionCanBeTakenBack() throws JsonSyntaxException {
        assertThat(message(NoticeWriter.withdrawn(Json.of("gw-1"), "late"))
                        .member("params")
                        .orElseThrow())
                .hasToString("{\"requestId\":\"gw-1\",\"reason\":\"late\"}");
    }
}
