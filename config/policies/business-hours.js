// Calls are made in business hours. Whoever is on call may always, reading is always allowed, and holidays are no
// workdays. (The rule `hours` does the plain case without a script.)
//
//   { script: policies/business-hours.js, on: [arguments], tools: ["crm_*"] }
//
// Edit the constants. Times are UTC.
(ctx) => {
  const FROM_HOUR = 7;
  const TO_HOUR = 17;
  const HOLIDAYS = ["2026-12-25", "2027-01-01"];
  const ALWAYS = "okta/on-call";
  const READING = /^(get|list|search|read)_/;

  if (ctx.principal.groups.includes(ALWAYS) || READING.test(ctx.upstreamTool)) {
    return { action: "allow" };
  }
  const now = new Date(ctx.time);
  const isWorkday = now.getUTCDay() >= 1 && now.getUTCDay() <= 5 && !HOLIDAYS.includes(now.toISOString().slice(0, 10));
  return isWorkday && now.getUTCHours() >= FROM_HOUR && now.getUTCHours() < TO_HOUR
    ? { action: "allow" }
    : { action: "deny", reason: `allowed on workdays from ${FROM_HOUR}:00 to ${TO_HOUR}:00 UTC` };
}
