// A service of your own says whether a call is a risk. No answer, or an unclear one, denies.
//
//   { script: policies/external-check.js, on: [arguments], timeout: 1s, fetch: [risk.example.com],
//     secrets: { RISK_TOKEN: "${env:RISK_TOKEN}" } }
//
// Edit URL and what is sent. The gateway makes the request, to the listed hosts only, and puts the token in: what the
// script holds is a placeholder, which is worth nothing anywhere else.
async (ctx) => {
  const URL = "https://risk.example.com/v1/score";
  const SCORE_MAX = 70;

  const answer = await fetch(URL, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${ctx.secrets.RISK_TOKEN}` },
    body: JSON.stringify({ who: ctx.principal.subject, tool: ctx.tool, arguments: ctx.arguments }),
  });
  if (answer.status !== 200) {
    return { action: "deny", reason: "the risk service did not answer" };
  }
  const { score } = await answer.json();
  if (typeof score !== "number" || !(score >= 0)) {
    return { action: "deny", reason: "the risk service gave no score" };
  }
  if (score > SCORE_MAX) {
    return { action: "deny", reason: `risk ${Math.round(score)} of 100, at most ${SCORE_MAX} is allowed` };
  }
  return { action: "allow" };
}
