// A client that knows only stdio, with mcp-remote as its server: connect, list, call. Prints one JSON line. MCP_MODE is
// the era that mcp-remote speaks: legacy or auto.
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { run } from './script.mjs';

const { MCP_URL, MCP_MODE } = process.env;
const program = fileURLToPath(new URL('node_modules/mcp-remote/dist/proxy.js', import.meta.url));
const transport = new StdioClientTransport({
  command: process.execPath,
  args: [program, MCP_URL, '--protocol', MCP_MODE, '--auth-timeout', '120'],
  env: process.env,
});
const client = new Client({ name: 'gatehouse-test-stdio', version: '1.0.0' });
await client.connect(transport, { timeout: 150_000 });
await run(client, MCP_MODE);
