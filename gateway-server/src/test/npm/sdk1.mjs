// The official TypeScript SDK 1.x, over Streamable HTTP or, in mode "sse", over HTTP+SSE: connect, list, call. Prints
// one JSON line.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { capabilities, filledIn, run } from './script.mjs';

const { MCP_URL, MCP_TOKEN, MCP_MODE } = process.env;
const headers = { Authorization: `Bearer ${MCP_TOKEN}` };
const withHeaders = (url, init) => fetch(url, { ...init, headers: { ...init.headers, ...headers } });

const client = new Client({ name: 'gatehouse-test-sdk1', version: '1.0.0' }, { capabilities });
if (capabilities.elicitation) {
  client.setRequestHandler(ElicitRequestSchema, filledIn);
}
const transport = MCP_MODE === 'sse'
  ? new SSEClientTransport(new URL(MCP_URL), { requestInit: { headers }, eventSourceInit: { fetch: withHeaders } })
  : new StreamableHTTPClientTransport(new URL(MCP_URL), { requestInit: { headers } });
await client.connect(transport);
await run(client, transport.protocolVersion ?? transport._protocolVersion);
