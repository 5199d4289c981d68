// A change names its ticket. The ticket has to be of a project that is listed, and the trail shows it.
//
//   { script: policies/ticket-required.js, on: [arguments], tools: ["*_update_*", "*_delete_*"] }
//
// Edit the constants. The reason of a flag is recorded with the call, so changes can be found by their ticket.
(ctx) => {
  const ARGUMENT = "ticket";
  const PROJECTS = ["OPS", "CRM"];

  const ticket = ctx.arguments[ARGUMENT];
  const parts = typeof ticket === "string" && /^([A-Z][A-Z0-9]{1,9})-([1-9]\d{0,7})$/.exec(ticket);
  if (!parts || !PROJECTS.includes(parts[1])) {
    const example = `${PROJECTS.join(" or ")}, such as ${PROJECTS[0]}-123`;
    return { action: "deny", reason: `${ARGUMENT} must be a ticket of ${example}` };
  }
  return { action: "flag", reason: `for ${ticket}` };
}
