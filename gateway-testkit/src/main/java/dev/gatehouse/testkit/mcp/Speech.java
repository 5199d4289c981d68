package dev.gatehouse.testkit.mcp;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.testkit.http.HttpConnection;
import dev.gatehouse.testkit.http.HttpConnection.Response;
import java.io.IOException;
import java.util.Optional;

/**
 * How a client says things in its era, over connections that are given to it. It keeps no count of ids: many that say
 * the same with the same ids are what some tests are about.
 */
public interface Speech {
    /** What comes before everything else. */
    void greet(HttpConnection calls) throws IOException;

    /** @param members of {@code params}, without braces; empty for none */
    Response request(HttpConnection calls, long id, String method, String members) throws IOException;

    /** @param id also the progress token */
    Response call(HttpConnection calls, long id, String tool, String arguments) throws IOException;

    /** Opens the stream that tells of changes of the resource. */
    Response watch(HttpConnection calls, HttpConnection changes, String uri) throws IOException;

    /** How changes are marked. */
    Optional<Json> subscription();

    private static String fields(String token) {
        return "Authorization: Bearer " + token + "\r\nContent-Type: application/json\r\n"
                + "Accept: application/json, text/event-stream\r\n";
    }

    private static String message(String id, String method, String members) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":{" + members + "}}";
    }

    /** 2026-07-28: every request stands alone. */
    final class Modern implements Speech {
        private static final Json SUBSCRIPTION = Json.of("watching");
        private static final String META = "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                + "\"io.modelcontextprotocol/clientCapabilities\":{}";

        private final String path;
        private final String fields;

        public Modern(String path, String token) {
            this.path = path;
            this.fields = fields(token) + "MCP-Protocol-Version: 2026-07-28\r\n";
        }

        @Override
        public void greet(HttpConnection calls) {
            // Nothing to open.
        }

        @Override
        public Response request(HttpConnection calls, long id, String method, String members) throws IOException {
            String params = (members.isEmpty() ? "" : members + ",") + "\"_meta\":{" + META + "}";
            return post(calls, method, "", message(Long.toString(id), method, params));
        }

        @Override
        public Response call(HttpConnection calls, long id, String tool, String arguments) throws IOException {
            String params = "\"name\":\"" + tool + "\",\"arguments\":" + arguments + ",\"_meta\":{\"progressToken\":"
                    + id + "," + META + "}";
            return post(
                    calls,
                    "tools/call",
                    "Mcp-Name: " + tool + "\r\n",
                    message(Long.toString(id), "tools/call", params));
        }

        @Override
        public Response watch(HttpConnection calls, HttpConnection changes, String uri) throws IOException {
            String params = "\"notifications\":{\"resourceSubscriptions\":[\"" + uri + "\"]},\"_meta\":{" + META + "}";
            String method = "subscriptions/listen";
            return post(changes, method, "", message(SUBSCRIPTION.toString(), method, params));
        }

        @Override
        public Optional<Json> subscription() {
            return Optional.of(SUBSCRIPTION);
        }

        private Response post(HttpConnection connection, String method, String more, String message)
                throws IOException {
            return connection.exchange("POST", path, fields + "Mcp-Method: " + method + "\r\n" + more, message);
        }
    }

    /** 2025-11-25: a session, a stream of its own for what belongs to no call. */
    final class Legacy implements Speech {
        private static final int GREETING_ID = 0;

        private final String path;
        private String fields;

        public Legacy(String path, String token) {
            this.path = path;
            this.fields = fields(token);
        }

        @Override
        public void greet(HttpConnection calls) throws IOException {
            String members = "\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
                    + "\"clientInfo\":{\"name\":\"one-of-many\",\"version\":\"1\"}";
            Response opened = request(calls, GREETING_ID, "initialize", members);
            String session =
                    opened.field("mcp-session-id").orElseThrow(() -> new IOException("no session: " + opened.status()));
            String _ = opened.text();
            fields += "Mcp-Session-Id: " + session + "\r\nMCP-Protocol-Version: 2025-11-25\r\n";
        }

        @Override
        public Response request(HttpConnection calls, long id, String method, String members) throws IOException {
            return calls.exchange("POST", path, fields, message(Long.toString(id), method, members));
        }

        @Override
        public Response call(HttpConnection calls, long id, String tool, String arguments) throws IOException {
            String members = "\"name\":\"" + tool + "\",\"arguments\":" + arguments + ",\"_meta\":{\"progressToken\":"
                    + id + "}";
            return request(calls, id, "tools/call", members);
        }

        /** The stream of what belongs to no call, which a session has one of. */
        public Response stand(HttpConnection changes) throws IOException {
            return changes.exchange("GET", path, fields, "");
        }

        public void subscribe(HttpConnection calls, String uri) throws IOException {
            String answer = request(calls, GREETING_ID, "resources/subscribe", "\"uri\":\"" + uri + "\"")
                    .text();
            if (!answer.contains("\"result\"")) {
                throw new IOException("not subscribed: " + answer);
            }
        }

        @Override
        public Response watch(HttpConnection calls, HttpConnection changes, String uri) throws IOException {
            Response stream = stand(changes);
            subscribe(calls, uri);
            return stream;
        }

        @Override
        public Optional<Json> subscription() {
            return Optional.empty();
        }
    }
}
