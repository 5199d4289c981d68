package dev.gatehouse.transport.era;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.RequestMeta;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The params of every method, right and wrong. */
class MethodsTest {
    private static final RequestMeta MODERN = RequestMeta.of(ProtocolVersion.V2026_07_28);
    private static final RequestMeta TASKS = MODERN.with(ClientCapabilities.NONE.withTasks(true));
    private static final RequestMeta LEGACY = RequestMeta.of(ProtocolVersion.V2025_11_25);

    private static Reading modern(String method, String params) {
        return Methods.modern(method, json(params), MODERN);
    }

    private static Reading legacy(String method, String params) {
        return Methods.legacy(method, json(params), LEGACY);
    }

    private static McpRequest understood(Reading reading) {
        assertThat(reading).isInstanceOf(Reading.Understood.class);
        return ((Reading.Understood) reading).request();
    }

    private static Json json(String text) {
        try {
            return Json.read(text);
        } catch (JsonSyntaxException e) {
            throw new AssertionError(text, e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tools/list, TOOL",
        "prompts/list, PROMPT",
        "resources/list, RESOURCE",
        "resources/templates/list, TEMPLATE"
    })
    void listsOfEveryKind(String method, Primitive kind) {
        for (Reading reading :
                new Reading[] {modern(method, "{\"cursor\":\"\"}"), legacy(method, "{\"cursor\":\"\"}")}) {
            McpRequest.PrimitiveList list = (McpRequest.PrimitiveList) understood(reading);
            assertThat(list.kind()).isEqualTo(kind);
            assertThat(list.cursor()).contains("");
        }
        assertThat(modern(method, "{\"cursor\":7}")).isInstanceOf(Reading.BadParams.class);
        assertThat(modern(method, "{\"cursor\":\"" + "c".repeat(Methods.CURSOR_CHARS_MAX + 1) + "\"}"))
                .isInstanceOf(Reading.BadParams.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "initialize",
                "ping",
                "logging/setLevel",
                "resources/subscribe",
                "resources/unsubscribe",
                "tasks/result",
                "tasks/list",
                "sampling/createMessage",
                "",
                "Tools/call",
                "tools/call "
            })
    void theModernEraKnowsNothingOfSessions(String method) {
        assertThat(modern(method, "{\"uri\":\"doc://1\"}")).isInstanceOf(Reading.UnknownMethod.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"server/discover", "subscriptions/listen", "tasks/get", "tasks/result", "elicitation/create"})
    void theLegacyEraKnowsNothingOfWhatCameLater(String method) {
        assertThat(legacy(method, "{\"notifications\":{}}")).isInstanceOf(Reading.UnknownMethod.class);
    }

    @Test
    void aResourceIsReadAndWatchedByItsUri() {
        assertThat(understood(modern("resources/read", "{\"uri\":\"doc://1\"}")))
                .isInstanceOfSatisfying(
                        McpRequest.ResourceRead.class,
                        read -> assertThat(read.name()).isEqualTo("doc://1"));
        assertThat(understood(legacy("resources/subscribe", "{\"uri\":\"doc://1\"}")))
                .isInstanceOf(McpRequest.Subscribe.class);
        assertThat(understood(legacy("resources/unsubscribe", "{\"uri\":\"doc://1\"}")))
                .isInstanceOf(McpRequest.Unsubscribe.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "resources/read; {}",
                "resources/read; {\"uri\":\"\"}",
                "resources/read; {\"uri\":7}",
                "prompts/get; {}",
                "prompts/get; {\"name\":\"\"}",
                "prompts/get; {\"name\":\"p\",\"arguments\":[]}",
                "prompts/get; {\"name\":\"p\",\"arguments\":{\"a\":1}}",
                "prompts/get; {\"name\":\"p\",\"requestState\":null}",
                "tools/call; {\"name\":\"t\",\"arguments\":\"x\"}",
                "tools/call; {\"name\":\"t\",\"inputResponses\":{\"k\":\"yes\"}}",
                "completion/complete; {}",
                "completion/complete; {\"ref\":{\"type\":\"ref/prompt\"}}",
                "completion/complete; {\"ref\":{\"type\":\"ref/tool\",\"name\":\"t\"},"
                        + "\"argument\":{\"name\":\"a\",\"value\":\"b\"}}",
                "completion/complete; {\"ref\":{\"type\":\"ref/prompt\",\"name\":\"p\"},\"argument\":{\"name\":\"a\"}}",
                "completion/complete; {\"ref\":{\"type\":\"ref/prompt\",\"name\":\"p\"},"
                        + "\"argument\":{\"name\":\"a\",\"value\":\"b\"},\"context\":{\"arguments\":{\"x\":1}}}",
                "subscriptions/listen; {}",
                "subscriptions/listen; {\"notifications\":[]}",
                "subscriptions/listen; {\"notifications\":{\"toolsListChanged\":\"yes\"}}",
                "subscriptions/listen; {\"notifications\":{\"resourceSubscriptions\":\"doc://1\"}}",
                "subscriptions/listen; {\"notifications\":{\"resourceSubscriptions\":[7]}}",
                "subscriptions/listen; {\"notifications\":{\"resourceSubscriptions\":[\"\"]}}"
            })
    void wrongParamsAreToldApartFromUnknownMethods(String method, String params) {
        assertThat(modern(method, params)).isInstanceOf(Reading.BadParams.class);
    }

    @Test
    void whatIsLongerThanAnyIsRefused() {
        String uri = "\"" + "u".repeat(McpRequest.URI_CHARS_MAX + 1) + "\"";
        assertThat(modern("resources/read", "{\"uri\":" + uri + "}")).isInstanceOf(Reading.BadParams.class);
        assertThat(modern("subscriptions/listen", "{\"notifications\":{\"resourceSubscriptions\":[" + uri + "]}}"))
                .isInstanceOf(Reading.BadParams.class);
        String state = "{\"name\":\"t\",\"requestState\":\"" + "s".repeat(Retries.STATE_CHARS_MAX + 1) + "\"}";
        assertThat(modern("tools/call", state)).isInstanceOf(Reading.BadParams.class);
        String responses = IntStream.rangeClosed(0, Retries.RESPONSES_MAX)
                .mapToObj(i -> "\"k" + i + "\":{}")
                .collect(Collectors.joining(","));
        assertThat(modern("tools/call", "{\"name\":\"t\",\"inputResponses\":{" + responses + "}}"))
                .isInstanceOf(Reading.BadParams.class);
        String uris = String.join(",", Collections.nCopies(McpRequest.Listen.URIS_MAX + 1, "\"doc://1\""));
        assertThat(modern("subscriptions/listen", "{\"notifications\":{\"resourceSubscriptions\":[" + uris + "]}}"))
                .isInstanceOf(Reading.BadParams.class);
        String value = "v".repeat(Completions.PART_MAX_BYTES);
        assertThat(modern(
                        "completion/complete",
                        "{\"ref\":{\"type\":\"ref/prompt\",\"name\":\"p\"},\"argument\":{\"name\":\"a\",\"value\":\""
                                + value + "\"}}"))
                .isInstanceOf(Reading.BadParams.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tools/call", "prompts/get", "resources/read"})
    void aRetryCarriesStateAndAnswers(String method) {
        String params =
                "{\"name\":\"n\",\"uri\":\"u\",\"requestState\":\"\\u0073\",\"inputResponses\":{\"k\":{\"a\":1}}}";
        McpRequest.Targeted retried = (McpRequest.Targeted) understood(modern(method, params));
        assertThat(retried.retry().state()).contains("s");
        assertThat(retried.retry().responses()).isEqualTo(Map.of("k", json("{\"a\":1}")));
        McpRequest.Targeted before = (McpRequest.Targeted) understood(legacy(method, params));
        assertThat(before.retry().state()).as("means nothing before 2026-07-28").isEmpty();
        assertThat(before.retry().responses()).isEmpty();
    }

    @Test
    void whoDeclaredNoTasksIsToldSoFirst() {
        assertThat(modern("tasks/get", "{}")).isEqualTo(TaskMethods.UNDECLARED);
        assertThat(modern("subscriptions/listen", "{\"notifications\":{\"taskIds\":[]}}"))
                .isEqualTo(TaskMethods.UNDECLARED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"taskId\":7,\"inputResponses\":{}}",
                "{\"taskId\":\"\",\"inputResponses\":{}}",
                "{\"taskId\":\"t\"}",
                "{\"taskId\":\"t\",\"inputResponses\":[]}",
                "{\"taskId\":\"t\",\"inputResponses\":{\"k\":1}}"
            })
    void whatIsDoneToATaskNamesItAndItsAnswers(String params) {
        assertThat(Methods.modern("tasks/update", json(params), TASKS)).isInstanceOf(Reading.BadParams.class);
    }

    @Test
    void noTaskIdIsLongerThanOursAre() {
        String id = "t".repeat(McpRequest.TASK_ID_CHARS_MAX);
        assertThat(Methods.modern("tasks/get", json("{\"taskId\":\"" + id + "\"}"), TASKS))
                .isEqualTo(new Reading.Understood(new McpRequest.TaskGet(id, TASKS)));
        assertThat(Methods.modern("tasks/cancel", json("{\"taskId\":\"" + id + "x\"}"), TASKS))
                .isInstanceOf(Reading.BadParams.class);
    }

    @Test
    void aCompletionIsOfAPromptOrATemplate() {
        String argument = "{\"name\":\"a\",\"value\":\"b\"}";
        McpRequest.Complete prompt = (McpRequest.Complete) understood(modern(
                "completion/complete",
                "{\"ref\":{\"type\":\"ref/prompt\",\"name\":\"p\"},\"argument\":" + argument + "}"));
        assertThat(prompt.kind()).isEqualTo(Primitive.PROMPT);
        assertThat(prompt.arguments()).hasToString("{\"argument\":" + argument + "}");
        McpRequest.Complete template = (McpRequest.Complete) understood(modern(
                "completion/complete",
                "{\"ref\":{\"type\":\"ref/resource\",\"uri\":\"doc://{x}\"},\"argument\":" + argument
                        + ",\"context\":{\"arguments\":{\"y\":\"z\"}}}"));
        assertThat(template.kind()).isEqualTo(Primitive.TEMPLATE);
        assertThat(template.name()).isEqualTo("doc://{x}");
        assertThat(template.arguments().member("context")).isPresent();
    }

    @Test
    void aFilterIsHonouredAsFarAsItIsKnown() {
        McpRequest.Listen listen = (McpRequest.Listen) understood(modern(
                "subscriptions/listen",
                "{\"notifications\":{\"toolsListChanged\":true,\"promptsListChanged\":false,"
                        + "\"resourcesListChanged\":true,\"resourceSubscriptions\":[\"b\",\"a\",\"b\"],"
                        + "\"unheardOf\":[\"t\"]}}"));
        assertThat(listen.lists()).isEqualTo(Set.of(Primitive.TOOL, Primitive.RESOURCE, Primitive.TEMPLATE));
        assertThat(listen.uris()).containsExactly("b", "a");
        McpRequest.Listen nothing =
                (McpRequest.Listen) understood(modern("subscriptions/listen", "{\"notifications\":{}}"));
        assertThat(nothing.lists()).isEmpty();
        assertThat(Optional.of(nothing.uris())).contains(java.util.List.of());
    }
}
