package dev.gatehouse.transport.client.http;

import static dev.gatehouse.testkit.wait.Eventually.WAIT_MAX;
import static dev.gatehouse.transport.client.Fleet.ID;
import static dev.gatehouse.transport.client.Fleet.textOf;
import static dev.gatehouse.transport.client.http.HttpServers.connect;
import static dev.gatehouse.transport.client.http.HttpServers.modern;
import static dev.gatehouse.transport.client.http.RawServer.json;
import static dev.gatehouse.transport.client.http.RawServer.result;
import static dev.gatehouse.transport.client.http.RawServer.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.LogLevel;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.core.policy.Operation;
import dev.gatehouse.core.policy.Operation.Verb;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.upstream.UpstreamReply;
import dev.gatehouse.transport.client.Fleet;
import dev.gatehouse.transport.client.Permits;
import dev.gatehouse.transport.client.http.RawServer.Received;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What requests to a modern server say in headers, which is what they say in the body. */
@Timeout(180)
class RequestHeadersTest {

    @AutoClose
    private final Fleet fleet;

    RequestHeadersTest(@TempDir Path dataDir) {
        fleet = new Fleet(dataDir);
    }

    @Test
    void a_modern_server_gets_the_envelope_in_body_and_headers() throws Exception {
        Json schema = Permits.json("{\"type\":\"object\",\"properties\":{"
                + "\"region\":{\"type\":\"string\",\"x-mcp-header\":\"Region\"},"
                + "\"n\":{\"type\":\"object\",\"properties\":{\"deep\":{\"type\":\"integer\",\"x-mcp-header\":\"Deep\"}}},"
                + "\"absent\":{\"type\":\"boolean\",\"x-mcp-header\":\"Absent\"}}}");
        try (RawServer server = connect(fleet, modern((request, out) -> {
            json(out, text(request, "ok"));
            return true;
        }))) {
            assertThat(fleet.status(ID).version()).contains(ProtocolVersion.V2026_07_28);
            Json arguments = Permits.json("{\"region\":\"Zürich\",\"n\":{\"deep\":42},\"absent\":null}");
            var permit = Permits.of(ID, "größe", arguments, schema, RequestMeta.of(ProtocolVersion.LATEST));
            assertThat(textOf(fleet.call(permit, WAIT_MAX))).isEqualTo("ok");
            Received call = server.received.getLast();
            assertThat(call.header("mcp-protocol-version")).isEqualTo("2026-07-28");
            assertThat(call.header("mcp-method")).isEqualTo("tools/call");
            assertThat(call.header("mcp-name")).isEqualTo("=?base64?Z3LDtsOfZQ==?=");
            assertThat(call.header("mcp-param-region")).isEqualTo("=?base64?WsO8cmljaA==?=");
            assertThat(call.header("mcp-param-deep")).isEqualTo("42");
            assertThat(call.headers()).doesNotContainKey("mcp-param-absent").doesNotContainKey("mcp-session-id");
            assertThat(call.header("authorization")).isEqualTo("Bearer upstream-secret");
            assertThat(call.header("accept")).contains("application/json").contains("text/event-stream");
            assertThat(call.body()).contains("\"arguments\":" + arguments).contains("clientCapabilities\":{}");
        }
    }

    @Test
    void what_is_done_to_a_task_names_it_in_body_and_header() throws Exception {
        try (RawServer server = connect(fleet, modern((request, out) -> {
            json(
                    out,
                    result(
                            request,
                            "\"taskId\":\"ü\",\"status\":\"working\",\"createdAt\":\"c\",\"lastUpdatedAt\":\"u\","
                                    + "\"ttlMs\":null"));
            return true;
        }))) {
            RequestMeta meta = Permits.can("{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}");
            var permit = Permits.of(ID, Operation.Verb.GET_TASK, Primitive.TOOL, "echo", "{\"taskId\":\"ü\"}", meta);
            assertThat(fleet.call(permit, WAIT_MAX))
                    .isEqualTo(new UpstreamReply.Task(
                            "ü",
                            Permits.json("{\"status\":\"working\",\"createdAt\":\"c\",\"lastUpdatedAt\":\"u\","
                                    + "\"ttlMs\":null}"),
                            Optional.empty()));
            Received call = server.received.getLast();
            assertThat(call.header("mcp-method")).isEqualTo("tasks/get");
            assertThat(call.header("mcp-name")).isEqualTo("=?base64?w7w=?=");
            assertThat(call.body())
                    .contains("\"taskId\":\"ü\"")
                    .contains("clientCapabilities\":{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}");
        }
    }

    @Test
    void a_tool_with_a_wrong_header_annotation_is_not_offered() throws Exception {
        try (RawServer _ = connect(fleet, (request, out) -> {
            json(
                    out,
                    request.rpcMethod().equals("tools/list")
                            ? result(
                                    request,
                                    "\"tools\":[{\"name\":\"good\",\"inputSchema\":{\"type\":\"object\"}},"
                                            + "{\"name\":\"bad\",\"inputSchema\":{\"type\":\"object\",\"properties\":{\"a\":"
                                            + "{\"type\":\"number\",\"x-mcp-header\":\"A\"}}}}]")
                            : result(request, "\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{}"));
            return true;
        })) {
            assertThat(fleet.fleet.listing(ID).of(Primitive.TOOL))
                    .extracting(Definition::name)
                    .containsExactly("good");
            assertThat(fleet.status(ID).notes()).anyMatch(note -> note.contains("\"bad\""));
        }
    }

    @Test
    void other_verbs_are_routed_by_their_headers() throws Exception {
        try (RawServer server = connect(fleet, modern((request, out) -> {
            json(out, result(request, "\"ttlMs\":1,\"cacheScope\":\"public\",\"contents\":[]"));
            return true;
        }))) {
            RequestMeta extra = new RequestMeta(
                    Optional.empty(),
                    Permits.can("{}").version(),
                    Optional.empty(),
                    Permits.can("{}").capabilities(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(LogLevel.ERROR),
                    Permits.json("{\"vendor.example/x\":[1]}"));
            Permit read = Permits.of(ID, Verb.READ, Primitive.RESOURCE, "file:///größe", "{}", extra);
            assertThat(fleet.call(read, WAIT_MAX))
                    .isEqualTo(new UpstreamReply.Complete(Permits.json("{\"contents\":[]}")));
            assertThat(server.received.getLast().header("mcp-method")).isEqualTo("resources/read");
            assertThat(server.received.getLast().header("mcp-name")).startsWith("=?base64?");
            assertThat(server.received.getLast().body())
                    .contains("\"io.modelcontextprotocol/logLevel\":\"error\"")
                    .contains("\"vendor.example/x\":[1]");
            Permit get = Permits.of(ID, Verb.GET, Primitive.PROMPT, "greet", "{}", extra);
            assertThat(fleet.call(get, WAIT_MAX)).isInstanceOf(UpstreamReply.Complete.class);
            assertThat(server.received.getLast().header("mcp-name")).isEqualTo("greet");
            Permit complete = Permits.of(ID, Verb.COMPLETE, Primitive.PROMPT, "greet", "{\"argument\":{}}", extra);
            assertThat(fleet.call(complete, WAIT_MAX)).isInstanceOf(UpstreamReply.Complete.class);
            assertThat(server.received.getLast().headers()).doesNotContainKey("mcp-name");
        }
    }
}
