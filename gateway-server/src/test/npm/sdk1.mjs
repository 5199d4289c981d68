// The official TypeScript SDK 1.x over Streamable HTTP: connect, list, call. Prints one JSON line.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { run } from './script.mjs';

const { MCP_URL, MCP_TOKEN } = process.env;
const client = new Client({ name: 'gatehouse-test-sdk1', version: '1.0.0' });
const transport = new StreamableHTTPClientTransport(new URL(MCP_URL), {
  requestInit: { headers: { Authorization: `Bearer ${MCP_TOKEN}` } },
});
await client.connect(transport);
await run(client, transport.protocolVersion);
