package dev.gatehouse.server.abuse;

import static dev.gatehouse.testkit.wait.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.e2e.TestGateway;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** A client of one virtual server: writes requests of both eras, good ones, for tests to spoil. */
record McpCaller(TestGateway gateway, String server, String token) {
    private static final String META = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}";

    static McpCaller of(TestGateway gateway, String agent, String server) throws IOException {
        return new McpCaller(gateway, server, gateway.token(gateway.credential(agent), server));
    }

    private Ask post() {
        return Ask.of("POST", "/vmcp/" + server + "/mcp")
                .with("Authorization", "Bearer " + token)
                .with("Content-Type", "application/json")
                .with("Accept", "application/json, text/event-stream");
    }

    /** @param params members of {@code params}, with a comma at the end unless there are none */
    Ask modern(String method, String params) {
        return post().with("MCP-Protocol-Version", "2026-07-28")
                .with("Mcp-Method", method)
                .saying("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"" + method + "\",\"params\":{" + params + META
                        + "}}");
    }

    Ask modernCall(String tool, String arguments) {
        return modern("tools/call", "\"name\":\"" + tool + "\",\"arguments\":" + arguments + ",")
                .with("Mcp-Name", tool);
    }

    Ask initialize(String version) {
        return post().saying(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\""
                                + version
                                + "\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}");
    }

    String session(String version) throws IOException {
        Ask.Said said = initialize(version).send(gateway.port);
        assertThat(said.status()).as(said.body()).isEqualTo(200);
        return said.header("Mcp-Session-Id").orElseThrow();
    }

    Ask legacy(String session, String method, String params) {
        return post().with("Mcp-Session-Id", session)
                .saying("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"" + method + "\",\"params\":{" + params + "}}");
    }

    Ask legacyCall(String session, String tool, String arguments) {
        return legacy(session, "tools/call", "\"name\":\"" + tool + "\",\"arguments\":" + arguments);
    }

    Ask.Said call(String tool, String arguments) throws IOException {
        return modernCall(tool, arguments).send(gateway.port);
    }

    /** Upstreams are found out in the background; waits until these tools are listed. */
    McpCaller awaitTools(String... names) {
        List<String> quoted = Arrays.stream(names).map(name -> '"' + name + '"').toList();
        eventually(() ->
                assertThat(modern("tools/list", "").send(gateway.port).body()).contains(quoted));
        return this;
    }
}
