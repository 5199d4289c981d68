// Mail goes to your own domains, and to nobody else.
//
//   { script: policies/allowed-recipients.js, on: [arguments], tools: [mail_send] }
//
// Edit DOMAINS and FIELDS. A recipient is an address, or a list of them; one that cannot be read as a single plain
// address is refused, for what a mail server would make of it is anybody's guess.
(ctx) => {
  const DOMAINS = ["example.com", "partner.example"];
  const FIELDS = ["to", "cc", "bcc"];

  const recipients = FIELDS.flatMap((field) => ctx.arguments[field] ?? []);
  if (recipients.length === 0) {
    return { action: "deny", reason: `no recipient in ${FIELDS.join(", ")}` };
  }
  for (const recipient of recipients) {
    const address = typeof recipient === "string" && /^[\w.+-]+@([a-z0-9-]+(\.[a-z0-9-]+)+)$/i.exec(recipient);
    if (!address) {
      return { action: "deny", reason: "a recipient is not one plain mail address" };
    }
    if (!DOMAINS.includes(address[1].toLowerCase())) {
      return { action: "deny", reason: `mail goes to ${DOMAINS.join(" and ")} only` };
    }
  }
  return { action: "allow" };
}
