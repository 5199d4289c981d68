// Who sees which tools. Tools that a caller is not shown are denied as well.
//
//   { script: policies/tools-by-role.js, on: [list, arguments] }
//
// Edit ROLES: the first line whose pattern fits a tool says which groups may use it. Tools that no line fits nobody may
// use.
(ctx) => {
  const ANYBODY = "*";
  const ROLES = [
    [/^(get|list|search)_/, [ANYBODY]],
    [/^(create|update)_/, ["okta/editors", "okta/owners"]],
    [/^delete_/, ["okta/owners"]],
  ];

  const role = ROLES.find(([pattern]) => pattern.test(ctx.upstreamTool));
  const isAllowed = role?.[1].some((group) => group === ANYBODY || ctx.principal.groups.includes(group)) ?? false;
  return isAllowed ? { action: "allow" } : { action: "deny", reason: "not for this role" };
}
