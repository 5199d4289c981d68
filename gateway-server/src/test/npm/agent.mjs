// A whole run of an agent of @openai/agents over http or sse: its model is a script that calls the tools of MCP_CALLS,
// one in each turn, and ends by saying what came back. Prints one JSON line.
import { Agent, MCPServerSSE, MCPServerStreamableHttp, Runner, setTracingDisabled, Usage } from '@openai/agents';

const { MCP_URL, MCP_TOKEN, MCP_MODE, MCP_CALLS } = process.env;
const headers = { Authorization: `Bearer ${MCP_TOKEN}` };

const withHeaders = (url, init) => fetch(url, { ...init, headers: { ...init.headers, ...headers } });
const server = MCP_MODE === 'sse'
  ? new MCPServerSSE({ url: MCP_URL, requestInit: { headers }, eventSourceInit: { fetch: withHeaders } })
  : new MCPServerStreamableHttp({ url: MCP_URL, requestInit: { headers } });

class Script {
  calls = JSON.parse(MCP_CALLS);
  shown = [];

  async getResponse({ input, tools }) {
    this.shown.push(tools.map((tool) => tool.name));
    const results = input.filter((item) => item.type === 'function_call_result').map((item) => item.output);
    const next = this.calls[results.length];
    const turn = next === undefined ? this.last(results) : this.call(results.length, ...next);
    return { usage: new Usage(), output: [turn] };
  }

  call(number, name, args) {
    const call = { callId: `call-${number}`, name, arguments: JSON.stringify(args) };
    return { type: 'function_call', status: 'completed', ...call };
  }

  last(results) {
    const text = JSON.stringify(results);
    return { type: 'message', role: 'assistant', status: 'completed', content: [{ type: 'output_text', text }] };
  }
}

setTracingDisabled(true);
await server.connect();
const model = new Script();
const agent = new Agent({ name: 'tester', instructions: 'Use the tools.', model, mcpServers: [server] });
const { finalOutput } = await new Runner().run(agent, 'Go.');
await server.close();
console.log(JSON.stringify({ shown: model.shown, results: JSON.parse(finalOutput) }));
process.exit(0);
