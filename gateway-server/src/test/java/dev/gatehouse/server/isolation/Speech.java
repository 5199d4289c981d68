package dev.gatehouse.server.isolation;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.testkit.http.HttpConnection;
import dev.gatehouse.testkit.http.HttpConnection.Response;
import java.io.IOException;
import java.util.Optional;

/** How a client says things in its era. Every client of an era uses the same ids. */
interface Speech {
    /** What comes before everything else. */
    void greet(HttpConnection calls) throws IOException;

    /** The stream that tells of changes of the resource. */
    Response watch(HttpConnection calls, HttpConnection changes, String uri) throws IOException;

    /** @param id also the progress token */
    Response call(HttpConnection calls, long id, String tool, String arguments) throws IOException;

    /** How changes are marked. */
    Optional<Json> subscription();

    static String fields(String token) {
        return "Authorization: Bearer " + token + "\r\nContent-Type: application/json\r\n"
                + "Accept: application/json, text/event-stream\r\n";
    }

    /** 2026-07-28: every request stands alone. */
    final class Modern implements Speech {
        private static final String SUBSCRIPTION = "watching";
        private static final String META = "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                + "\"io.modelcontextprotocol/clientCapabilities\":{}";

        private final String path;
        private final String fields;

        Modern(String path, String token) {
            this.path = path;
            this.fields = fields(token) + "MCP-Protocol-Version: 2026-07-28\r\n";
        }

        @Override
        public void greet(HttpConnection calls) {
            // Nothing to open.
        }

        @Override
        public Response watch(HttpConnection calls, HttpConnection changes, String uri) throws IOException {
            return changes.exchange(
                    "POST",
                    path,
                    fields + "Mcp-Method: subscriptions/listen\r\n",
                    "{\"jsonrpc\":\"2.0\",\"id\":\"" + SUBSCRIPTION + "\",\"method\":\"subscriptions/listen\","
                            + "\"params\":{\"notifications\":{\"resourceSubscriptions\":[\"" + uri + "\"]},\"_meta\":{"
                            + META + "}}}");
        }

        @Override
        public Response call(HttpConnection calls, long id, String tool, String arguments) throws IOException {
            return calls.exchange(
                    "POST",
                    path,
                    fields + "Mcp-Method: tools/call\r\nMcp-Name: " + tool + "\r\n",
                    "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                            + "\",\"arguments\":" + arguments + ",\"_meta\":{\"progressToken\":" + id + "," + META
                            + "}}}");
        }

        @Override
        public Optional<Json> subscription() {
            return Optional.of(Json.of(SUBSCRIPTION));
        }
    }

    /** 2025-11-25: a session, a stream of its own for what belongs to no call. */
    final class Legacy implements Speech {
        private static final int GREETING_ID = 0;

        private final String path;
        private String fields;

        Legacy(String path, String token) {
            this.path = path;
            this.fields = fields(token);
        }

        @Override
        public void greet(HttpConnection calls) throws IOException {
            Response opened = request(
                    calls,
                    GREETING_ID,
                    "initialize",
                    "\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
                            + "\"clientInfo\":{\"name\":\"one-of-many\",\"version\":\"1\"}");
            String session =
                    opened.field("mcp-session-id").orElseThrow(() -> new IOException("no session: " + opened.status()));
            String _ = opened.text();
            fields += "Mcp-Session-Id: " + session + "\r\nMCP-Protocol-Version: 2025-11-25\r\n";
        }

        @Override
        public Response watch(HttpConnection calls, HttpConnection changes, String uri) throws IOException {
            Response stream = changes.exchange("GET", path, fields, "");
            String subscribed = request(calls, GREETING_ID, "resources/subscribe", "\"uri\":\"" + uri + "\"")
                    .text();
            if (!subscribed.contains("\"result\"")) {
                throw new IOException("not subscribed: " + subscribed);
            }
            return stream;
        }

        @Override
        public Response call(HttpConnection calls, long id, String tool, String arguments) throws IOException {
            return request(
                    calls,
                    id,
                    "tools/call",
                    "\"name\":\"" + tool + "\",\"arguments\":" + arguments + ",\"_meta\":{\"progressToken\":" + id
                            + "}");
        }

        private Response request(HttpConnection calls, long id, String method, String params) throws IOException {
            return calls.exchange(
                    "POST",
                    path,
                    fields,
                    "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":{" + params
                            + "}}");
        }

        @Override
        public Optional<Json> subscription() {
            return Optional.empty();
        }
    }
}
