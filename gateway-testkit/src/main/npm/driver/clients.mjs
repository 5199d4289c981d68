// Clients of both eras that answer whatever they are asked: defaults for forms, one sentence for a prompt, one root.
import { Client as LegacyClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as LegacyTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import {
  CreateMessageRequestSchema, ElicitRequestSchema, ListRootsRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

const identity = { name: 'gatehouse-conformance-driver', version: '1.0.0' };
const capabilities = { elicitation: { form: {} }, sampling: {}, roots: {} };

const elicited = ({ params }) => ({
  action: 'accept',
  content: Object.fromEntries(Object.entries(params.requestedSchema.properties)
    .filter(([, schema]) => schema.default !== undefined)
    .map(([key, schema]) => [key, schema.default])),
});
const sampled = () => ({
  role: 'assistant',
  model: 'none',
  content: { type: 'text', text: 'A sentence.' },
  stopReason: 'endTurn',
});
const rooted = () => ({ roots: [{ uri: 'file:///test/root', name: 'Test' }] });

export async function connectLegacy(url) {
  const client = new LegacyClient(identity, { capabilities });
  client.setRequestHandler(ElicitRequestSchema, elicited);
  client.setRequestHandler(CreateMessageRequestSchema, sampled);
  client.setRequestHandler(ListRootsRequestSchema, rooted);
  await client.connect(new LegacyTransport(new URL(url)));
  return client;
}

export async function connectModern(url) {
  const client = new Client(identity, { capabilities, versionNegotiation: { mode: 'auto' } });
  client.setRequestHandler('elicitation/create', elicited);
  client.setRequestHandler('sampling/createMessage', sampled);
  client.setRequestHandler('roots/list', rooted);
  await client.connect(new StreamableHTTPClientTransport(new URL(url)));
  return client;
}
