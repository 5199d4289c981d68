// Nothing is deployed to production from Friday afternoon to Monday morning, nor while a freeze lasts. A hotfix is,
// once somebody approved it.
//
//   { script: policies/no-weekend-deploys.js, on: [arguments], tools: ["*deploy*", "*rollout*"] }
//
// Edit the constants. Times are UTC; a freeze ends with its last day.
(ctx) => {
  const ENVIRONMENTS_FREE = ["dev", "test", "staging"];
  const FRIDAY_HOUR = 14;
  const MONDAY_HOUR = 6;
  const FREEZES = [{ from: "2026-12-18", to: "2027-01-03" }];

  if (ENVIRONMENTS_FREE.includes(ctx.arguments.environment)) {
    return { action: "allow" };
  }
  const now = new Date(ctx.time);
  const today = now.toISOString().slice(0, 10);
  const [day, hour] = [now.getUTCDay(), now.getUTCHours()];
  const isWeekend = day === 6 || day === 0 || (day === 5 && hour >= FRIDAY_HOUR) || (day === 1 && hour < MONDAY_HOUR);
  const isFrozen = FREEZES.some(({ from, to }) => today >= from && today <= to);
  if (!isWeekend && !isFrozen) {
    return { action: "allow" };
  }
  const why = isFrozen ? "deployments are frozen" : "nothing is deployed over the weekend";
  return ctx.arguments.hotfix === true
    ? { action: "requireApproval", reason: `${why}, and this is a hotfix` }
    : { action: "deny", reason: why };
}
