// Some fields are for some groups. Whoever is in none of them gets the result with these fields masked, in the
// structured content and in texts that are the same as JSON.
//
//   { script: policies/redact-fields-by-role.js, on: [result], tools: ["crm_*"], timeout: 500ms }
//
// Edit FIELDS: for each field, who sees it. A text that is not JSON and names such a field is masked as a whole.
(ctx) => {
  const FIELDS = {
    salary: ["okta/hr"],
    iban: ["okta/hr", "okta/finance"],
    dateOfBirth: ["okta/hr"],
  };

  const isHidden = (name) =>
    Object.hasOwn(FIELDS, name) && !FIELDS[name].some((group) => ctx.principal.groups.includes(group));
  const hidden = Object.keys(FIELDS).filter(isHidden);
  const paths = [];
  const visit = (value, path) => {
    if (typeof value === "string") {
      if (hidden.some((name) => value.includes(name))) {
        paths.push(path);
      }
    } else if (value !== null && typeof value === "object") {
      for (const key of Object.keys(value)) {
        const at = `${path}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
        if (!Array.isArray(value) && isHidden(key)) {
          paths.push(at);
        } else {
          visit(value[key], at);
        }
      }
    }
  };
  visit(ctx.result, "");
  return paths.length === 0 ? { action: "allow" } : { action: "redact", paths, reason: `masked: ${hidden.join(", ")}` };
}
