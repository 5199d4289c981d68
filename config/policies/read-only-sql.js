// One SELECT over tables that are listed. A second line of defence: give the tool a database role that can do no more.
//
//   { script: policies/read-only-sql.js, on: [arguments], tools: [db_query] }
//
// Edit the constants. A statement that is not plain enough to be sure about is refused: comments, quoted names,
// backslashes and dollar quotes are, for databases read them in different ways.
(ctx) => {
  const ARGUMENT = "sql";
  const TABLES = ["orders", "customers", "public.products"];
  const FUNCTIONS = ["count", "sum", "avg", "min", "max", "coalesce", "lower", "upper", "round", "date_trunc"];
  const BEFORE_PARENTHESIS = ["in", "exists", "and", "or", "not", "on", "using", "where", "select", "when", "then"];
  const FORBIDDEN = ["into", "table", "with", "for", "insert", "update", "delete", "merge"];
  const AFTER_FROM = ["where", "group", "having", "order", "limit", "offset", "union", "intersect", "except", "select"];

  const deny = (reason) => ({ action: "deny", reason });
  const sql = ctx.arguments[ARGUMENT];
  if (typeof sql !== "string") {
    return deny(`${ARGUMENT} must be text`);
  }
  if (/[^\x20-\x7e\s]|--|\/\*|[#"`\\$]/.test(sql)) {
    return deny("only plain statements: no comments, quoted names, backslashes or dollar signs");
  }
  const plain = sql.toLowerCase().replace(/'(?:[^']|'')*'/g, " 0 ").trim().replace(/;$/, "");
  if (/[;']/.test(plain)) {
    return deny("one statement at a time");
  }
  const tokens = plain.match(/[a-z_][\w.]*|\S/g) ?? [];
  if (tokens[0] !== "select") {
    return deny("only SELECT");
  }
  const inFrom = [false]; // for each open parenthesis, whether a FROM clause is being read
  for (let i = 0; i < tokens.length; i++) {
    const [token, next] = [tokens[i], tokens[i + 1]];
    if (token === "(") {
      inFrom.push(false);
    } else if (token === ")") {
      inFrom.pop();
      if (inFrom.length === 0) {
        return deny("a parenthesis that was not opened");
      }
    } else if (token === "," && inFrom.at(-1)) {
      return deny("write joins with JOIN");
    } else if (FORBIDDEN.includes(token)) {
      return deny(`${token} is not allowed`);
    } else if (token === "from" || token === "join") {
      inFrom[inFrom.length - 1] = true;
      if (!TABLES.includes(next)) {
        return deny(`only these tables: ${TABLES.join(", ")}`);
      }
      i++;
      if (tokens[i + 1] === "(") {
        return deny("a table is no function");
      }
    } else if (AFTER_FROM.includes(token)) {
      inFrom[inFrom.length - 1] = false;
    } else if (next === "(" && /^[a-z_]/.test(token) && ![...FUNCTIONS, ...BEFORE_PARENTHESIS].includes(token)) {
      return deny(`${token} is not allowed`);
    }
  }
  return { action: "allow" };
}
