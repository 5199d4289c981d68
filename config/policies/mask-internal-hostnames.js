// Texts with names or addresses of your inner network are masked before they leave. A text is masked as a whole: it
// may say more about a host than its name.
//
//   { script: policies/mask-internal-hostnames.js, on: [result], timeout: 500ms }
//
// Edit the expressions. They run on texts of others: keep each one simple.
(ctx) => {
  const INTERNAL = [
    /\b[a-z0-9-]+(\.[a-z0-9-]+)*\.(corp|internal|intranet|lan)\b/i,
    /\b10\.\d{1,3}\.\d{1,3}\.\d{1,3}\b/,
    /\b192\.168\.\d{1,3}\.\d{1,3}\b/,
    /\b172\.(1[6-9]|2\d|3[01])\.\d{1,3}\.\d{1,3}\b/,
  ];

  const paths = [];
  const visit = (value, path) => {
    if (typeof value === "string") {
      if (INTERNAL.some((name) => name.test(value))) {
        paths.push(path);
      }
    } else if (value !== null && typeof value === "object") {
      for (const key of Object.keys(value)) {
        visit(value[key], `${path}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`);
      }
    }
  };
  visit(ctx.result, "");
  return paths.length === 0 ? { action: "allow" } : { action: "redact", paths, reason: "names of the inner network" };
}
