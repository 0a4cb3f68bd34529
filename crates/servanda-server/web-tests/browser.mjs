// Every page in a real browser: no fault of accessibility (WCAG 2.2 A and AA, axe-core), no error in the console, no
// request to elsewhere, no sideways scrolling, at 320 and 1280 px, light and dark, in print, without scripts and with
// the keyboard alone; and what a page weighs.
//
//   node browser.mjs ADDRESS [--shots FOLDER] [--only NAME]
//
// The browser is Debian's chromium, or the one that CHROMIUM names.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { gunzipSync, gzipSync } from "node:zlib";
import { chromium } from "playwright-core";
import { PAGES } from "./pages.mjs";
import { journeys } from "./journeys.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** HTML and scripts of a page, packed. */
const HEAVIEST = 60 * 1024;
/** Everything that a first visit loads, packed. */
const HEAVIEST_FIRST = 150 * 1024;

const [base, ...options] = process.argv.slice(2);
const option = (/** @type {string} */ name) => {
  const at = options.indexOf(name);
  return at < 0 ? undefined : options[at + 1];
};
if (!base) {
  console.error("say where the server is: node browser.mjs http://127.0.0.1:8017");
  process.exit(2);
}
const shots = option("--shots");
const only = option("--only");

/** @type {string[]} */
const faults = [];
let checks = 0;
/** Notes a fault unless something holds. */
function check(/** @type {boolean} */ holds, /** @type {string} */ words) {
  checks += 1;
  if (!holds) faults.push(words);
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
  ],
});

/** A page that notes errors, requests to elsewhere, and what is loaded. */
async function open(/** @type {string} */ name, /** @type {string} */ address, /** @type {object} */ settings) {
  const context = await browser.newContext({ baseURL: base, ...settings });
  const page = await context.newPage();
  /** @type {Map<string, Promise<Buffer>>} */
  const bodies = new Map();
  page.on("console", (said) => {
    // The browser tells of the status of a page that is meant to fail.
    const meant = /Failed to load resource: the server responded with a status of 4\d\d/.test(said.text());
    if (said.type() === "error" && !meant) check(false, `${name}: the console says: ${said.text()}`);
  });
  page.on("pageerror", (error) => check(false, `${name}: a script failed: ${error.message}`));
  page.on("request", (request) => {
    const own = request.url().startsWith(base) || request.url().startsWith("data:");
    check(own, `${name}: asks another place: ${request.url()}`);
  });
  page.on("response", (response) => {
    bodies.set(response.url(), response.body().catch(() => Buffer.alloc(0)));
  });
  await page.goto(address, { waitUntil: "networkidle" });
  return { context, page, bodies };
}

async function axe(/** @type {import("playwright-core").Page} */ page, /** @type {string} */ name) {
  await page.evaluate(AXE);
  const found = await page.evaluate(
    (tags) => /** @type {any} */ (window).axe.run(document, { runOnly: { type: "tag", values: tags } }),
    TAGS,
  );
  for (const violation of found.violations) {
    const where = violation.nodes.slice(0, 3).map((/** @type {any} */ node) => node.target.join(" ")).join("; ");
    check(false, `${name}: ${violation.id}: ${violation.help} (${where})`);
  }
  checks += found.passes.length;
}

for (const { name, address, says } of PAGES.filter((one) => !only || one.name === only)) {
  for (const width of [1280, 320]) {
    for (const scheme of /** @type {const} */ (["light", "dark"])) {
      const called = `${name} at ${width} px, ${scheme}`;
      const { context, page, bodies } = await open(called, address, {
        viewport: { width, height: 900 }, colorScheme: scheme, reducedMotion: "reduce",
      });
      const text = await page.textContent("body");
      check(text?.includes(says) ?? false, `${called}: does not say "${says}"`);
      check((await page.locator("h1").count()) === 1, `${called}: must have one heading of the first level`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      check(wide <= width, `${called}: scrolls sideways (${wide} px)`);
      await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
      await axe(page, called);
      const open_ = await page.evaluate(() => document.documentElement.scrollWidth);
      check(open_ <= width, `${called}: with everything open scrolls sideways (${open_} px)`);
      await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = false)));
      if (shots) await page.screenshot({ path: `${shots}/${name}-${width}-${scheme}.png`, fullPage: true });
      if (width === 1280 && scheme === "light") await weigh(called, bodies);
      await context.close();
    }
  }
  {
    const { context, page } = await open(`${name} without scripts`, address, { javaScriptEnabled: false });
    const text = await page.locator("body").innerText();
    check(text.replace(/\s+/g, " ").includes(says) || (await page.content()).includes(says),
      `${name} without scripts: does not say "${says}"`);
    check((await page.locator("noscript").count()) === 0 || text.length > 200, `${name} without scripts: is empty`);
    await context.close();
  }
  {
    const { context, page } = await open(`${name} in print`, address, {});
    await page.emulateMedia({ media: "print" });
    check(await page.locator("h1").isVisible(), `${name} in print: has no heading`);
    const shown = await page.locator("nav").first().isVisible().catch(() => false);
    check(!shown, `${name} in print: shows the way to other pages`);
    const pdf = await page.pdf({ format: "A4" });
    check(pdf.length > 1000, `${name} in print: is empty`);
    await context.close();
  }
}

/** What a page weighs: HTML and scripts, and everything. */
async function weigh(/** @type {string} */ name, /** @type {Map<string, Promise<Buffer>>} */ bodies) {
  let code = 0;
  let all = 0;
  for (const [url, body] of bodies) {
    const size = packed(await body).length;
    all += size;
    if (!/\.(css|svg|json|png)(\?|$)/.test(url)) code += size;
  }
  check(code <= HEAVIEST, `${name}: HTML and scripts weigh ${code} bytes packed, more than ${HEAVIEST}`);
  check(all <= HEAVIEST_FIRST, `${name}: a first visit loads ${all} bytes packed, more than ${HEAVIEST_FIRST}`);
  console.log(`${name}: ${(code / 1024).toFixed(1)} KB of HTML and scripts, ${(all / 1024).toFixed(1)} KB in all`);
}

function packed(/** @type {Buffer} */ body) {
  try {
    return gzipSync(gunzipSync(body));
  } catch {
    return gzipSync(body);
  }
}

if (!only) await journeys({ open, check });
await browser.close();
for (const fault of faults) console.error(`FAULT ${fault}`);
console.log(`${checks} checks in the browser, ${faults.length} faults`);
process.exit(faults.length ? 1 : 0);
