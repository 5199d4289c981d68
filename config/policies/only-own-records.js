// Everybody works with their own records: the argument names the caller, and so does each record that comes back.
//
//   { script: policies/only-own-records.js, on: [arguments, result], tools: ["hr_*"] }
//
// Edit ARGUMENT, FIELD and who may see all. Of people, `principal.name` is how they log in, as PROVIDER/NAME.
(ctx) => {
  const ARGUMENT = "employee";
  const FIELD = "owner";
  const ALL = "okta/hr";

  if (ctx.principal.groups.includes(ALL)) {
    return { action: "allow" };
  }
  if (ctx.principal.kind !== "user") {
    return { action: "deny", reason: "only people have records here" };
  }
  const me = ctx.principal.name.slice(ctx.principal.name.indexOf("/") + 1);
  if (ctx.phase !== "result") {
    return ctx.arguments[ARGUMENT] === me
      ? { action: "allow" }
      : { action: "deny", reason: `${ARGUMENT} must be ${me}` };
  }
  const isMine = (value) =>
    value === null ||
    typeof value !== "object" ||
    ((!Object.hasOwn(value, FIELD) || value[FIELD] === me) && Object.values(value).every(isMine));
  if (ctx.result.structuredContent === undefined) {
    return { action: "deny", reason: "the result does not say whose records it has" };
  }
  return isMine(ctx.result.structuredContent)
    ? { action: "allow" }
    : { action: "deny", reason: "the result has records of others" };
}
