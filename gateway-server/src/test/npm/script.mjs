// What every real client does in these tests. MCP_CALLS is a JSON list of [tool, arguments], MCP_CAPABILITIES what the
// client declares, {} unless said.
export const capabilities = JSON.parse(process.env.MCP_CAPABILITIES ?? '{}');

// Answers any form, with the question itself as the name.
export const filledIn = async (request) => ({ action: 'accept', content: { name: request.params.message } });

export async function run(client, version) {
  const tools = (await client.listTools()).tools.map((tool) => tool.name);
  const results = [];
  for (const [name, args] of JSON.parse(process.env.MCP_CALLS)) {
    try {
      results.push(await client.callTool({ name, arguments: args }));
    } catch (error) {
      results.push({ thrown: String(error.message ?? error), code: error.code });
    }
  }
  console.log(JSON.stringify({ version, server: client.getServerVersion()?.name, tools, results }));
  await client.close();
}
