package dev.gatehouse.server.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;

/** What a client that was let in can send, with a secret of one shape in each place. */
record PlantedRequests(
        Plants plants, PlantedAnswers answers, McpCaller caller, String session, String mode, SecretShape shape) {
    private static final String VERSION = "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}";

    void send() throws IOException {
        answers.inTurn(this::results);
        int status = send(good());
        assertThat(status).as("a call with everything that may be there").isEqualTo(200);
        for (Ask ask : List.of(
                caller.modern(s("a method"), ""),
                caller.modern("tools/list", "\"cursor\":\"" + s("a cursor") + "\","),
                caller.modernCall(s("the name of a tool"), "{}"),
                caller.modernCall("raw_text", "{}").with("Mcp-Name", s("Mcp-Name")),
                caller.modern("resources/read", "\"uri\":\"file:///" + s("a resource's URI") + "\","),
                caller.modern(
                        "prompts/get",
                        "\"name\":\"" + s("the name of a prompt") + "\",\"arguments\":{\"" + s("a prompt's key")
                                + "\":\"" + s("a prompt's argument") + "\"},"),
                caller.modern(
                        "completion/complete",
                        "\"ref\":{\"type\":\"ref/prompt\",\"name\":\"" + s("a reference")
                                + "\"},\"argument\":{\"name\":\"a\",\"value\":\"" + s("what to complete") + "\"},"),
                good().with("MCP-Protocol-Version", s("a version")),
                good().with("Mcp-Method", s("Mcp-Method")),
                good().with("Authorization", "Bearer " + s("a bearer token")),
                good().with("Authorization", s("a scheme") + " x"),
                good().query("access_token=" + s("a query")),
                Ask.of("POST", "/vmcp/" + s("a server's name") + "/mcp")
                        .with("Authorization", "Bearer " + caller.token()),
                Ask.of("GET", "/" + s("a path")),
                good().saying("{\"jsonrpc\":\"2.0\"," + s("broken JSON")),
                good().saying("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":\""
                        + s("parameters of no type") + "\"}"))) {
            send(ask);
        }
        legacy();
    }

    private void legacy() throws IOException {
        for (Ask ask : List.of(
                caller.legacyCall(s("a session"), "raw_text", "{}"),
                caller.legacyCall(session, "raw_text", "{\"say\":\"" + s("a legacy argument") + "\"}"),
                caller.legacy(session, s("a legacy method"), ""),
                caller.legacy(session, "logging/setLevel", "\"level\":\"" + s("a level") + "\""),
                caller.legacy(
                        session, "notifications/cancelled", "\"requestId\":7,\"reason\":\"" + s("a reason") + "\""),
                caller.legacy(session, "resources/subscribe", "\"uri\":\"" + s("a URI to watch") + "\""))) {
            send(ask);
        }
    }

    private int send(Ask ask) throws IOException {
        return ask.send(caller.gateway().port).status();
    }

    private String s(String place) {
        return plants.plant(shape, mode + ": " + place);
    }

    /** What a bundle that keeps payloads has to have afterwards. */
    void sendWhatIsKept() throws IOException {
        answers.inTurn(() -> result("text"));
        send(good());
    }

    private void results() throws IOException {
        for (String tool : PlantedAnswers.TOOLS) {
            result(tool);
        }
    }

    private void result(String tool) throws IOException {
        String where = tool.equals("text") ? "a result" : "a result, " + tool;
        String key = answers.plant(shape, mode + ": " + where);
        assertThat(send(caller.modernCall("raw_" + tool, "{\"key\":\"" + key + "\"}")))
                .as(tool)
                .isEqualTo(200);
    }

    private Ask good() {
        String arguments = "{\"say\":\"" + s("an argument") + "\",\"" + s("a key") + "\":1,\"deep\":{\"a\":[{\"b\":[\""
                + s("a deep argument") + "\"]},{\"" + s("a deep key") + "\":{}}]}}";
        String meta = VERSION + ",\"progressToken\":\"" + s("a progress token") + "\",\"com.example/it\":\""
                + s("metadata") + "\",\"com.example/" + s("a key of metadata")
                + "\":1,\"io.modelcontextprotocol/clientInfo\":{\"name\":\"" + s("a client's name")
                + "\",\"version\":\"" + s("a client's version") + "\"}";
        return caller.modernCall("raw_text", "{}")
                .with("X-Api-Key", s("a header"))
                .with("Cookie", "it=" + s("a cookie"))
                .with("User-Agent", s("a user agent"))
                .with("Baggage", "it=" + s("baggage"))
                .with("Traceparent", s("a trace"))
                .saying("{\"jsonrpc\":\"2.0\",\"id\":\"" + s("an id")
                        + "\",\"method\":\"tools/call\",\"params\":{\"name\":\"raw_text\",\"arguments\":" + arguments
                        + ",\"_meta\":{" + meta + "}}}");
    }
}
