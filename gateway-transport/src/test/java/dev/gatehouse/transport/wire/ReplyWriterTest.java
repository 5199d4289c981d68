package dev.gatehouse.transport.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.mcp.FailureCode;
import dev.gatehouse.core.mcp.Implementation;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.Reply;
import dev.gatehouse.core.mcp.RequestMeta;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is spliced together is one JSON document, with each name once. */
class ReplyWriterTest {
    private static final Json ID = Json.of(7);

    private final ReplyWriter writer = new ReplyWriter(new Implementation("g\"w", "1"));

    private static McpRequest call(ProtocolVersion version) {
        return new McpRequest.ToolCall(
                "t", Json.EMPTY_OBJECT, dev.gatehouse.core.mcp.Retry.NONE, RequestMeta.of(version));
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
        "OVERLOADED, V2025_11_25, 503, 5030"
    })
    void failuresHaveOneStatusAndOneCode(FailureCode failure, ProtocolVersion version, int status, long code)
            throws JsonSyntaxException {
        WireReply reply = writer.write(ID, call(version), new Reply.Failed(failure, "because"));
        assertThat(reply.status()).isEqualTo(status);
        assertThat(document(reply).member("error").orElseThrow().member("code")).contains(Json.of(code));
    }

    @ParameterizedTest
    @CsvSource({
        "-32002, V2026_07_28, -32602", "-32002, V2025_11_25, -32002", "-32042, V2026_07_28, -32603",
        "-32042, V2025_11_25, -32042", "-32021, V2026_07_28, -32603", "-32021, V2025_11_25, -32603",
        "-32603, V2026_07_28, -32603", "42, V2026_07_28, 42", "-32000, V2025_11_25, -32000"
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
}
