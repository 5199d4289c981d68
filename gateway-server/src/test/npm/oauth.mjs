// The official TypeScript SDK 1.x with its own OAuth client: finds the authorization server, registers, has a person
// agree, connects, lists, calls; and once more when told to. Speaks JSON lines: {"open": URL} asks for a browser.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js';

const url = new URL(process.env.MCP_URL);
const say = (line) => console.log(JSON.stringify(line));
const orders = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

let answer;
const answered = new Promise((resolve) => (answer = resolve));
const callback = createServer(({ url: target }, response) => {
  const { searchParams } = new URL(target, 'http://127.0.0.1');
  if (searchParams.has('code')) {
    answer(searchParams);
  }
  response.setHeader('Content-Type', 'text/html').end('<title>Done</title>You can go back to the application.');
});
await new Promise((ready) => callback.listen(0, '127.0.0.1', ready));

class Provider {
  redirectUrl = `http://127.0.0.1:${callback.address().port}/callback`;
  clientMetadata = {
    client_name: 'Workbench',
    redirect_uris: [this.redirectUrl],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
  };
  seen = { registered: 0, opened: 0, tokens: 0 };
  state = () => 'a-state';
  clientInformation = () => this.information;
  saveClientInformation = (information) => {
    this.seen.registered++;
    this.information = information;
  };
  tokens = () => this.issued;
  saveTokens = (tokens) => {
    this.seen.tokens++;
    this.issued = tokens;
  };
  codeVerifier = () => this.verifier;
  saveCodeVerifier = (verifier) => {
    this.verifier = verifier;
  };
  redirectToAuthorization = (where) => {
    this.seen.opened++;
    say({ open: where.href });
  };
}

const authProvider = new Provider();

async function connected() {
  const client = new Client({ name: 'gatehouse-test-oauth', version: '1.0.0' });
  await client.connect(new StreamableHTTPClientTransport(url, { authProvider }));
  return client;
}

async function loggedIn() {
  const transport = new StreamableHTTPClientTransport(url, { authProvider });
  try {
    await new Client({ name: 'gatehouse-test-oauth', version: '1.0.0' }).connect(transport);
    throw new Error('let in without a login');
  } catch (error) {
    if (!(error instanceof UnauthorizedError)) {
      throw error;
    }
  }
  const parameters = await answered;
  await transport.finishAuth(parameters.get('code'));
  return { client: await connected(), iss: parameters.get('iss'), state: parameters.get('state') };
}

async function report(client, more) {
  const tools = (await client.listTools()).tools.map((tool) => tool.name);
  const result = await client.callTool({ name: 'demo_echo', arguments: { message: 'as somebody' } });
  const { scope, expires_in: expiresIn } = authProvider.issued;
  say({ ...authProvider.seen, ...more, tools, result, scope, expiresIn });
}

const { client, ...login } = await loggedIn();
await report(client, login);
await orders.next();
await report(client, {});
process.exit(0);
