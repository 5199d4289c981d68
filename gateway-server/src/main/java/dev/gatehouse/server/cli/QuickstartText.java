package dev.gatehouse.server.cli;

import dev.gatehouse.server.gateway.Quickstart;
import dev.gatehouse.server.gateway.QuickstartGateway;

/** What {@code up} prints once it is ready: lines that work when pasted. */
final class QuickstartText {
    private QuickstartText() {}

    static String of(QuickstartGateway gateway) {
        Quickstart quickstart = gateway.quickstart();
        String credentials = gateway.isNew()
                ? "Agent demo-agent was created. Its credentials, shown once and kept in " + gateway.file() + ":\n"
                        + "    client id      " + quickstart.clientId() + "\n"
                        + "    client secret  " + quickstart.clientSecret()
                : "Found agent demo-agent and its data from an earlier run; its credentials are in " + gateway.file()
                        + ".";
        return """

                Gatehouse is ready.

                MCP URL for a client   %s
                %s

                Call a tool from here, in another terminal:
                    ./gatehouse call demo_echo '{"message":"hi"}'

                Connect an editor or an assistant; it opens a browser, where you log in as `admin`:
                    ./gatehouse connect
                The account is made once, on %s/setup.

                Or as any agent would, with curl:
                    . %s
                    TOKEN=$(curl -s -u "$GATEHOUSE_CLIENT_ID:$GATEHOUSE_CLIENT_SECRET" "$GATEHOUSE_TOKEN_URL" \\
                      -d grant_type=client_credentials --data-urlencode "resource=$GATEHOUSE_MCP_URL" \\
                      | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
                    curl -s "$GATEHOUSE_MCP_URL" -H "Authorization: Bearer $TOKEN" \\
                      -H 'Content-Type: application/json' -H 'Accept: application/json, text/event-stream' \\
                      -H 'MCP-Protocol-Version: 2026-07-28' -H 'Mcp-Method: tools/call' -H 'Mcp-Name: demo_echo' \\
                      -d '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"demo_echo",
                           "arguments":{"message":"hi"},"_meta":{
                           "io.modelcontextprotocol/protocolVersion":"2026-07-28",
                           "io.modelcontextprotocol/clientCapabilities":{}}}}'

                Every call is in the audit trail: table audit.event of the PostgreSQL under data/. Ctrl-C stops.
                """.formatted(quickstart.mcpUrl(), credentials, quickstart.url(), gateway.file());
    }
}
