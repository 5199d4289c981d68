package dev.gatehouse.transport.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.FailureCode;
import dev.gatehouse.core.mcp.Implementation;
import dev.gatehouse.core.mcp.ListPage;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.core.mcp.Retry;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is spliced together is one JSON document, with each name once. */
class ReplyWriterTest {
    private static final Json ID = Json.of(7);

    private final ReplyWriter writer = new ReplyWriter(new Implementation("g\"w", "1"), OldFields.KEPT);

    private static McpRequest call(ProtocolVersion version) {
        return new McpRequest.ToolCall("t", Json.EMPTY_OBJECT, Retry.NONE, RequestMeta.of(version));
    }

    private static McpRequest read(ProtocolVersion version) {
        return new McpRequest.ResourceRead("doc://1", Retry.NONE, RequestMeta.of(version));
    }

    /** Read strictly: a name that stands twice, or a comma too many, throws. */
    private static Json document(WireReply reply) throws JsonSyntaxException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (ByteBuffer part : reply.parts()) {
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            out.writeBytes(bytes);
        }
        return Json.read(out.toString(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{}",
                "{ }",
                "{\"content\":[]}",
                "{ \"a\" : 1 }",
                "{\"_meta\":{}}",
                "{\"_meta\":{\"x\":1},\"a\":2}",
                "{\"_meta\":5}",
                "{\"resultType\":\"input_required\",\"ttlMs\":1,\"cacheScope\":\"public\"}",
                "{\"_meta\":{\"io.modelcontextprotocol/serverInfo\":{\"name\":\"upstream\"}}}"
            })
    void aModernResultIsWholeWhateverTheUpstreamPutIn(String result) throws JsonSyntaxException {
        Json reply =
                document(writer.write(ID, call(ProtocolVersion.V2026_07_28), new Reply.Complete(Json.read(result))));
        Json written = reply.member("result").orElseThrow();
        assertThat(written.text("resultType")).contains("complete");
        assertThat(written.member("ttlMs")).isEmpty();
        Json info = written.member("_meta")
                .orElseThrow()
                .member("io.modelcontextprotocol/serverInfo")
                .orElseThrow();
        assertThat(info.text("name")).contains("g\"w");
        assertThat(written.member("a")).isEqualTo(Json.read(result).member("a"));
    }

    @Test
    void aLegacyResultShowsNothingModern() throws JsonSyntaxException {
        Json result = Json.read("{\"resultType\":\"complete\",\"content\":[],\"ttlMs\":1,\"cacheScope\":\"public\"}");
        Json reply = document(writer.write(ID, call(ProtocolVersion.V2025_11_25), new Reply.Complete(result)));
        assertThat(reply.toString()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"content\":[]}}");
    }

    @Test
    void aResultThatIsNoObjectIsAnError() throws JsonSyntaxException {
        for (ProtocolVersion version : ProtocolVersion.values()) {
            Json reply = document(writer.write(ID, call(version), new Reply.Complete(Json.read("[]"))));
            assertThat(reply.member("error")).isPresent();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "METHOD_NOT_FOUND, V2026_07_28, 404, -32601",
        "METHOD_NOT_FOUND, V2025_11_25, 200, -32601",
        "INVALID_PARAMS, V2026_07_28, 200, -32602",
        "INTERNAL, V2025_03_26, 200, -32603",
        "HEADER_MISMATCH, V2026_07_28, 400, -32020",
        "AUDIT_UNAVAILABLE, V2026_07_28, 503, 5030",
        "OVERLOADED, V2025_11_25, 503, 5030",
        "RESOURCE_NOT_FOUND, V2026_07_28, 200, -32602",
        "RESOURCE_NOT_FOUND, V2025_11_25, 200, -32002",
        "DENIED, V2026_07_28, 200, 4030",
        "LIMITED, V2025_11_25, 200, 4290",
        "UPSTREAM_LOST, V2025_06_18, 200, 5020"
    })
    void failuresHaveOneStatusAndOneCode(FailureCode failure, ProtocolVersion version, int status, long code)
            throws JsonSyntaxException {
        WireReply reply = writer.write(ID, call(version), new Reply.Failed(failure, "because"));
        assertThat(reply.status()).isEqualTo(status);
        assertThat(document(reply).member("error").orElseThrow().member("code")).contains(Json.of(code));
    }

    @ParameterizedTest
    @CsvSource({
        "-32002, V2026_07_28, -32602",
        "-32002, V2025_11_25, -32002",
        "-32020, V2026_07_28, -32603",
        "-32022, V2025_11_25, -32603",
        "-32603, V2026_07_28, -32603",
        "42, V2026_07_28, 42",
        "-32000, V2025_11_25, -32000"
    })
    void codesOfTheUpstreamArePassedOnWhereTheyMeanSomething(long code, ProtocolVersion version, long passed)
            throws JsonSyntaxException {
        WireReply reply =
                writer.write(ID, call(version), new Reply.UpstreamError(code, "m", Optional.of(Json.of("data"))));
        assertThat(reply.status()).isEqualTo(200);
        Json error = document(reply).member("error").orElseThrow();
        assertThat(error.member("code")).contains(Json.of(passed));
        assertThat(error.text("data")).contains("data");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"elicitation\":{\"url\":{}}}; V2025_11_25; \"code\":-32042",
                "{\"elicitation\":{\"url\":{}}}; V2026_07_28; \"isError\":true",
                "{\"elicitation\":{}}; V2025_11_25; \"isError\":true",
                "{}; V2025_06_18; elicitation.url",
                "{}; V2026_07_28; \"code\":-32021",
                "{}; V2026_07_28; \"requiredCapabilities\":{\"elicitation\":{\"url\":{}}}"
            })
    void whoeverCannotVisitUrlsIsToldThatOneHasToBeVisited(String declared, ProtocolVersion version, String told)
            throws JsonSyntaxException {
        RequestMeta meta = RequestMeta.of(version).with(ClientCapabilities.of(Json.read(declared)));
        McpRequest request = new McpRequest.ToolCall("t", Json.EMPTY_OBJECT, Retry.NONE, meta);
        WireReply reply = writer.write(ID, request, new Reply.UpstreamError(-32042, "visit", Optional.empty()));
        assertThat(document(reply).toString()).contains(told);
        assertThat(reply.status()).isEqualTo(told.contains("-32021") || told.contains("required") ? 400 : 200);
    }

    @Test
    void onlySixKindsOfResultSayHowLongTheyMayBeKept() throws JsonSyntaxException {
        RequestMeta meta = RequestMeta.of(ProtocolVersion.V2026_07_28);
        Json result = Json.read("{\"ttlMs\":99,\"cacheScope\":\"public\"}");
        for (Primitive kind : Primitive.values()) {
            McpRequest list = new McpRequest.PrimitiveList(kind, Optional.empty(), meta);
            assertThat(written(list, listed(kind, Optional.empty())).member("ttlMs"))
                    .contains(Json.of(5000));
        }
        assertThat(written(new McpRequest.Discover(meta), result).text("cacheScope"))
                .contains("private");
        assertThat(written(read(meta.version()), result).member("ttlMs")).contains(Json.of(0));
        McpRequest get = new McpRequest.PromptGet("p", Json.EMPTY_OBJECT, Retry.NONE, meta);
        McpRequest complete = new McpRequest.Complete(Primitive.PROMPT, "p", Json.EMPTY_OBJECT, meta);
        for (McpRequest uncached : List.of(call(meta.version()), get, complete)) {
            assertThat(written(uncached, result).members()).doesNotContainKeys("ttlMs", "cacheScope");
        }
    }

    @ParameterizedTest
    @EnumSource(ProtocolVersion.class)
    void aListThatGoesOnSaysWhere(ProtocolVersion version) throws JsonSyntaxException {
        McpRequest list = new McpRequest.PrimitiveList(Primitive.TOOL, Optional.empty(), RequestMeta.of(version));
        Json page = written(list, listed(Primitive.TOOL, Optional.of("more")));
        assertThat(page.text("nextCursor")).contains("more");
        assertThat(page.member("tools")).contains(Json.array().build());
        assertThat(written(list, listed(Primitive.TOOL, Optional.empty())).members())
                .doesNotContainKey("nextCursor");
    }

    private static Reply listed(Primitive kind, Optional<String> nextCursor) {
        Json empty = Json.object().put(kind.listMember(), Json.array().build()).build();
        return new Reply.Listed(new ListPage(kind, empty), nextCursor);
    }

    private Json written(McpRequest request, Json result) throws JsonSyntaxException {
        return written(request, new Reply.Complete(result));
    }

    private Json written(McpRequest request, Reply reply) throws JsonSyntaxException {
        return document(writer.write(ID, request, reply)).member("result").orElseThrow();
    }

    @Test
    void aQuestionIsAResultThatSaysSo() throws JsonSyntaxException {
        Json asked = Json.read("{\"inputRequests\":{\"k\":{\"method\":\"roots/list\"}},\"requestState\":\"s\"}");
        Json result = document(writer.write(ID, call(ProtocolVersion.V2026_07_28), new Reply.InputRequired(asked)))
                .member("result")
                .orElseThrow();
        assertThat(result.text("resultType")).contains("input_required");
        assertThat(result.text("requestState")).contains("s");
        assertThat(result.members()).containsKeys("inputRequests", "_meta").doesNotContainKeys("ttlMs");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "-32002; V2026_07_28; ''; -32602",
                "-32002; V2025_11_25; ''; -32002",
                "-32602; V2025_11_25; {\"uri\":\"up://1\"}; -32002",
                "-32602; V2025_11_25; ''; -32602",
                "-32602; V2026_07_28; {\"uri\":\"up://1\",\"x\":1}; -32602"
            })
    void aMissingResourceIsToldInTheWordsOfTheRevision(long code, ProtocolVersion version, String data, long told)
            throws JsonSyntaxException {
        Optional<Json> sent = data.isEmpty() ? Optional.empty() : Optional.of(Json.read(data));
        Json error = document(writer.write(ID, read(version), new Reply.UpstreamError(code, "no", sent)))
                .member("error")
                .orElseThrow();
        assertThat(error.member("code")).contains(Json.of(told));
        if (code == -32002 || sent.isPresent()) {
            assertThat(error.member("data").orElseThrow().text("uri")).contains("doc://1");
        }
    }

    @Test
    void ourOwnMissingResourceNamesTheUri() throws JsonSyntaxException {
        Reply failed = new Reply.Failed(FailureCode.RESOURCE_NOT_FOUND, "no");
        Json error = document(writer.write(ID, read(ProtocolVersion.V2026_07_28), failed))
                .member("error")
                .orElseThrow();
        assertThat(error.member("data")).contains(Json.read("{\"uri\":\"doc://1\"}"));
    }

    @Test
    void aCapabilityTheClientLacksTooIsAskedOfIt() throws JsonSyntaxException {
        Json data = Json.read("{\"requiredCapabilities\":{\"sampling\":{},\"vendor\":{}}}");
        Reply missing = new Reply.UpstreamError(-32021, "declare it", Optional.of(data));
        WireReply reply = writer.write(ID, call(ProtocolVersion.V2026_07_28), missing);
        assertThat(reply.status()).isEqualTo(400);
        Json error = document(reply).member("error").orElseThrow();
        assertThat(error.member("code")).contains(Json.of(-32021));
        assertThat(error.member("data")).contains(Json.read("{\"requiredCapabilities\":{\"sampling\":{}}}"));
    }

    @Test
    void tasksAreAskedOfModernClientsAndOfferedToNoOthers() throws JsonSyntaxException {
        String tasks = "{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}";
        Json data = Json.read("{\"requiredCapabilities\":" + tasks + "}");
        Reply missing = new Reply.UpstreamError(-32021, "declare it", Optional.of(data));
        WireReply reply = writer.write(ID, call(ProtocolVersion.V2026_07_28), missing);
        assertThat(document(reply).member("error").orElseThrow().member("data")).contains(data);
        assertThat(document(writer.write(ID, call(ProtocolVersion.V2025_11_25), missing))
                        .toString())
                .contains("offers: tasks");

        Json capable = Json.read("{\"capabilities\":" + tasks + "}");
        var legacy = new McpRequest.Discover(RequestMeta.of(ProtocolVersion.V2025_11_25));
        assertThat(written(legacy, capable).member("capabilities")).contains(Json.EMPTY_OBJECT);
        var modern = new McpRequest.Discover(RequestMeta.of(ProtocolVersion.V2026_07_28));
        assertThat(written(modern, capable).member("capabilities")).contains(Json.read(tasks));
    }

    @Test
    void aCapabilityThatTheClientHasOrCannotDeclareIsToldInWords() throws JsonSyntaxException {
        Json data = Json.read("{\"requiredCapabilities\":{\"sampling\":{}}}");
        Reply missing = new Reply.UpstreamError(-32021, "declare it", Optional.of(data));
        RequestMeta able = RequestMeta.of(ProtocolVersion.V2026_07_28)
                .with(new ClientCapabilities(false, false, true, false, false, false));
        McpRequest call = new McpRequest.ToolCall("t", Json.EMPTY_OBJECT, Retry.NONE, able);
        for (McpRequest request : List.of(call, call(ProtocolVersion.V2025_11_25))) {
            WireReply reply = writer.write(ID, request, missing);
            assertThat(reply.status()).isEqualTo(200);
            assertThat(document(reply).member("result").orElseThrow().toString())
                    .contains("\"isError\":true")
                    .contains("sampling");
        }
        assertThat(document(writer.write(ID, read(ProtocolVersion.V2025_11_25), missing))
                        .member("error"))
                .isPresent();
    }

    @Test
    void anErrorWithoutAReadableIdHasNone() throws JsonSyntaxException {
        Json reply = document(writer.error(400, Optional.empty(), -32700, "no"));
        assertThat(reply.members().keySet()).containsExactly("jsonrpc", "error");
    }

    @Test
    void aStreamOfChangesEndsWithTheIdItIsKnownBy() throws JsonSyntaxException {
        McpRequest listen = new McpRequest.Listen(
                Set.of(Primitive.TOOL), List.of(), List.of(), RequestMeta.of(ProtocolVersion.V2026_07_28));
        Json result = document(writer.write(Json.of("7"), listen, new Reply.Listening(Set.of(), List.of(), List.of())))
                .member("result")
                .orElseThrow();
        assertThat(result.text("resultType")).contains("complete");
        assertThat(result.member("_meta").orElseThrow().member("io.modelcontextprotocol/subscriptionId"))
                .contains(Json.of("7"));
    }
}
