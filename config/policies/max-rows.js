// No dump of a table leaves through a chat: results with more rows than this are withheld.
//
//   { script: policies/max-rows.js, on: [result], tools: ["db_*"], timeout: 500ms }
//
// Edit ROWS_MAX. A row is an entry of any list in the structured content, or a line of a text.
(ctx) => {
  const ROWS_MAX = 20;

  const longest = (value) => {
    if (value === null || typeof value !== "object") {
      return 0;
    }
    let rows = Array.isArray(value) ? value.length : 0;
    for (const part of Object.values(value)) {
      rows = Math.max(rows, longest(part));
    }
    return rows;
  };
  const lines = (ctx.result.content ?? [])
    .filter((block) => block.type === "text")
    .reduce((sum, block) => sum + block.text.split("\n").length, 0);
  const rows = Math.max(longest(ctx.result.structuredContent), lines);
  return rows > ROWS_MAX
    ? { action: "deny", reason: `${rows} rows, at most ${ROWS_MAX} are let through: ask for fewer` }
    : { action: "allow" };
}
