// @modelcontextprotocol/client 2.x, era by negotiation mode ("auto", "legacy" or a revision to insist on): connect,
// list, call. Prints one JSON line.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { capabilities, filledIn, run } from './script.mjs';

const { MCP_URL, MCP_TOKEN, MCP_MODE = 'auto' } = process.env;
const mode = MCP_MODE.startsWith('20') ? { pin: MCP_MODE } : MCP_MODE;
const client = new Client(
  { name: 'gatehouse-test-sdk2', version: '1.0.0' },
  { capabilities, versionNegotiation: { mode } },
);
if (capabilities.elicitation) {
  client.setRequestHandler('elicitation/create', filledIn);
}
const transport = new StreamableHTTPClientTransport(new URL(MCP_URL), {
  requestInit: { headers: { Authorization: `Bearer ${MCP_TOKEN}` } },
});
await client.connect(transport);
await run(client, client.getNegotiatedProtocolVersion?.() ?? transport.protocolVersion);
