// What a tool says may link to your own hosts. A text that links elsewhere is masked as a whole, so that no model
// follows a link, or shows a picture, that carries away what it knows.
//
//   { script: policies/block-external-links.js, on: [result], tools: ["wiki_*"], timeout: 500ms }
//
// Edit HOSTS; a host stands for its subdomains too. Links are found where a scheme is written out, or `//` begins one.
(ctx) => {
  const HOSTS = ["example.com", "docs.example.org"];

  const isOurs = (host) => HOSTS.some((ours) => host === ours || host.endsWith(`.${ours}`));
  const linksAway = (text) => {
    for (const [, authority] of text.matchAll(/(?:[a-z][a-z0-9+.-]*:)?[\\/]{2}([^\s\\/?#"'<>)\]]+)/gi)) {
      const host = authority.replace(/^.*@/, "").replace(/:\d*$/, "").replace(/\.$/, "").toLowerCase();
      if (!isOurs(host)) {
        return true;
      }
    }
    return false;
  };

  const paths = [];
  const visit = (value, path) => {
    if (typeof value === "string") {
      if (linksAway(value)) {
        paths.push(path);
      }
    } else if (value !== null && typeof value === "object") {
      for (const key of Object.keys(value)) {
        visit(value[key], `${path}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`);
      }
    }
  };
  visit(ctx.result, "");
  return paths.length === 0
    ? { action: "allow" }
    : { action: "redact", paths, reason: "a link to a host that is not ours" };
}
