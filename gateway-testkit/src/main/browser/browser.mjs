// Drives Chromium by orders on stdin, one JSON object a line, answered on stdout in the same order:
// node browser.mjs CHROMIUM. Each window has cookies of its own.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const WAIT_MAX_MS = 15_000;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const browser = await chromium.launch({ executablePath: process.argv[2], args: ['--disable-dev-shm-usage'] });
const windows = new Map();

/** Tests reach nobody but this machine, and nothing of theirs listens on its address of IPv6. */
const isElsewhere = ({ protocol, hostname }) =>
  ['http:', 'https:'].includes(protocol) && !['127.0.0.1', 'localhost'].includes(hostname);

async function open(dark) {
  const context = await browser.newContext({
    colorScheme: dark ? 'dark' : 'light',
    ignoreHTTPSErrors: true,
    viewport: { width: 1024, height: 768 },
  });
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MAX_MS);
  const complaints = [];
  const elsewhere = [];
  await context.route(isElsewhere, (route) => {
    elsewhere.push(route.request().url());
    // A browser that is answered so stays on its page, which can then be looked at.
    return route.fulfill({ status: 204 });
  });
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  windows.set(windows.size, { context, page, complaints, elsewhere });
  return windows.size - 1;
}

/** What axe objects to, as "rule: where". */
async function violations(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target}`));
}

const orders = {
  go: async ({ page }, { url }) => (await page.goto(url))?.status() ?? 0,
  click: ({ page }, { role, name }) => page.getByRole(role, { name }).click(),
  fill: ({ page }, { label, value }) => page.getByLabel(label).fill(value),
  submit: async ({ page }, { html }) => {
    await page.setContent(html);
    await Promise.all([page.waitForNavigation(), page.locator('form').evaluate((form) => form.submit())]);
  },
  arrive: ({ page }, { prefix }) => page.waitForURL((url) => url.href.startsWith(prefix), { waitUntil: 'commit' }),
  url: ({ page }) => page.url(),
  text: ({ page }) => page.locator('body').innerText(),
  html: ({ page }) => page.content(),
  violations: ({ page }) => violations(page),
  elsewhere: ({ elsewhere }) => elsewhere,
  complaints: ({ complaints }) => complaints.splice(0),
  width: ({ page }, { pixels }) => page.setViewportSize({ width: pixels, height: 740 }),
  overflow: ({ page }) =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
  cookies: async ({ context }) => (await context.cookies()).map(({ name }) => name),
  screenshot: ({ page }, { path }) => page.screenshot({ path, fullPage: true }).then(() => null),
};

async function carryOut({ order, window, ...details }) {
  return order === 'open' ? open(details.dark) : orders[order](windows.get(window), details);
}

for await (const line of createInterface({ input: process.stdin })) {
  const answer = await carryOut(JSON.parse(line)).then(
    (result) => ({ result: result === undefined ? null : result }),
    (error) => ({ error: String(error) }),
  );
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
await browser.close();
