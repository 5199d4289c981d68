package dev.gatehouse.server.cli;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.server.gateway.Quickstart;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * The quick start's agent as it stands before the gateway, with a token of its own: what it sends to call a tool.
 *
 * @param url of the virtual server
 */
record QuickstartAgent(String url, String token) {
    private static final String VERSION = ProtocolVersion.LATEST.wireName();

    /** Gets a token as any agent would. */
    static QuickstartAgent of(Quickstart quickstart) throws IOException, DeniedException {
        String basic = Base64.getEncoder()
                .encodeToString(
                        (quickstart.clientId() + ":" + quickstart.clientSecret()).getBytes(StandardCharsets.UTF_8));
        Gateways.Answer answer = Gateways.send(
                "POST",
                quickstart.tokenUrl(),
                Map.of("Content-Type", "application/x-www-form-urlencoded", "Authorization", "Basic " + basic),
                "grant_type=client_credentials&resource="
                        + URLEncoder.encode(quickstart.mcpUrl(), StandardCharsets.UTF_8));
        String token = answer.json()
                .text("access_token")
                .orElseThrow(() -> new DeniedException("no token (status " + answer.status() + "): " + answer.body()));
        return new QuickstartAgent(quickstart.mcpUrl(), token);
    }

    Map<String, String> callHeaders(String tool) {
        return Map.of(
                "Content-Type",
                "application/json",
                "Accept",
                "application/json, text/event-stream",
                "Authorization",
                "Bearer " + token,
                "MCP-Protocol-Version",
                VERSION,
                "Mcp-Method",
                "tools/call",
                "Mcp-Name",
                tool);
    }

    String call(String tool, Json arguments) {
        Json meta = Json.object()
                .put("io.modelcontextprotocol/protocolVersion", VERSION)
                .put("io.modelcontextprotocol/clientCapabilities", Json.EMPTY_OBJECT)
                .build();
        Json params = Json.object()
                .put("name", tool)
                .put("arguments", arguments)
                .put("_meta", meta)
                .build();
        return Json.object()
                .put("jsonrpc", "2.0")
                .put("id", 1)
                .put("method", "tools/call")
                .put("params", params)
                .build()
                .toString();
    }

    @Override
    public String toString() {
        return "QuickstartAgent[" + url + "]";
    }

    /** The gateway answered, and the answer is no. */
    static final class DeniedException extends Exception {
        private static final long serialVersionUID = 1L;

        DeniedException(String message) {
            super(message);
        }
    }
}
