// Money: small sums go through, larger ones are approved by people, and there is a most.
//
//   { script: policies/max-amount.js, on: [arguments], tools: [pay_transfer] }
//
// Edit the constants. An amount is a number, in a currency that is listed; text that looks like a number is refused,
// for "1e3" and "1.000" mean something else to everybody.
(ctx) => {
  const LIMITS = { EUR: { free: 100, most: 5000 }, USD: { free: 100, most: 5000 } };

  const { amount, currency } = ctx.arguments;
  if (typeof currency !== "string" || !Object.hasOwn(LIMITS, currency)) {
    return { action: "deny", reason: `the currency must be one of ${Object.keys(LIMITS).join(", ")}` };
  }
  if (typeof amount !== "number" || !(amount > 0)) {
    return { action: "deny", reason: "the amount must be a number above 0" };
  }
  const { free, most } = LIMITS[currency];
  if (amount > most) {
    return { action: "deny", reason: `at most ${most} ${currency}` };
  }
  return amount > free
    ? { action: "requireApproval", reason: `${amount} ${currency} is more than ${free}` }
    : { action: "allow" };
}
