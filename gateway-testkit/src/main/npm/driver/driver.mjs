// Lets the suite judge the gateway as a client: node driver.mjs CONTROL_URL legacy|modern SUITE_URL. The test behind
// CONTROL_URL puts the suite's server behind a gateway; this calls all that the gateway then offers.
import { connectLegacy, connectModern } from './clients.mjs';

const WITHOUT_TOOLS = ['initialize', 'request-metadata'];
const TOOLS_WAIT_MS = 10_000;
const CONNECT_WAIT_MS = 2_000;
const POLL_MS = 100;

const [control, era, suite] = process.argv.slice(2);
const { MCP_CONFORMANCE_SCENARIO: scenario, MCP_CONFORMANCE_CONTEXT: context = '{}' } = process.env;

const answer = await fetch(control, { method: 'POST', body: suite });
if (!answer.ok) throw new Error(await answer.text());
const gateway = await answer.text();

const samples = { string: 'text', number: 2.5, integer: 2, boolean: true, object: {}, array: [], null: null };
const sample = ({ required = [], properties = {} }) =>
  Object.fromEntries(required.map((key) => [key, samples[properties[key].type]]));

/** What a scenario wants the tools called with; else what each tool asks for. */
function callsOf(tools) {
  const wanted = JSON.parse(context).toolCalls;
  if (wanted) return wanted;
  const focal = tools.find((tool) => tool.name === 'json_schema_2020_12_tool');
  return tools.map(({ name, inputSchema }) => ({
    name,
    arguments: name === 'json_schema_echo' ? { schema: focal.inputSchema } : sample(inputSchema),
  }));
}

/** The gateway learns what is behind it in its own time. */
async function toolsOf(client) {
  const until = Date.now() + (WITHOUT_TOOLS.includes(scenario) ? CONNECT_WAIT_MS : TOOLS_WAIT_MS);
  let tools = [];
  while (tools.length === 0 && Date.now() < until) {
    tools = (await client.listTools()).tools;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return tools;
}

async function attempt(what, work) {
  try {
    console.log(what, JSON.stringify(await work()));
  } catch (error) {
    console.log(what, 'failed:', error.message);
  }
}

const client = await (era === 'legacy' ? connectLegacy : connectModern)(gateway);
for (const call of callsOf(await toolsOf(client))) {
  await attempt(`call ${call.name}`, () => client.callTool(call));
}
const offered = client.getServerCapabilities();
if (offered.prompts) {
  for (const { name } of (await client.listPrompts()).prompts) {
    await attempt(`prompt ${name}`, () => client.getPrompt({ name }));
  }
}
if (offered.resources) {
  for (const { uri } of (await client.listResources()).resources) {
    await attempt(`read ${uri}`, () => client.readResource({ uri }));
  }
}
await client.close();
process.exit(0);
