// What somebody does with the keyboard alone.

/**
 * @typedef {object} Tools
 * @property {(name: string, address: string, settings: object) => Promise<{
 *   context: import("playwright-core").BrowserContext, page: import("playwright-core").Page }>} open
 * @property {(holds: boolean, words: string) => void} check
 */

/** Every journey, one after the other. */
export async function journeys(/** @type {Tools} */ tools) {
  for (const journey of [skip, ask, why, suppose, years, play, everyLinkIsReached]) {
    await journey(tools);
  }
}

/** The first key leads past the way to other pages. */
async function skip(/** @type {Tools} */ { open, check }) {
  const { context, page } = await open("skip", "/", {});
  await page.keyboard.press("Tab");
  const first = await page.evaluate(() => document.activeElement?.textContent);
  check(first === "Skip to the content", `keyboard: the first stop is "${first}"`);
  await page.keyboard.press("Enter");
  const at = await page.evaluate(() => document.activeElement?.id);
  check(at === "main", `keyboard: the way past the menu leads to "${at}"`);
  await context.close();
}

/** A question is written and asked. */
async function ask(/** @type {Tools} */ { open, check }) {
  const { context, page } = await open("ask by keyboard", "/", {});
  await tabTo(page, (element) => element.id === "q");
  await page.keyboard.type("attack on Poland by Germany on 1939-09-01");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/ask\?/);
  const text = await page.textContent("main");
  check(text?.includes("United Kingdom") ?? false, "keyboard: the answer does not name the United Kingdom");
  await context.close();
}

/** A proof is opened. */
async function why(/** @type {Tools} */ { open, check }) {
  const { context, page } = await open("why by keyboard", "/ask?q=attack+on+Tajikistan+on+2002-05-14", {});
  await tabTo(page, (element) => element.tagName === "SUMMARY" && element.textContent === "Why");
  await page.keyboard.press("Enter");
  const opened = await page.evaluate(() => /** @type {HTMLDetailsElement} */ (document.activeElement?.parentElement).open);
  check(opened, "keyboard: a proof does not open");
  await context.close();
}

/** The slider of the World moves to another year; the button plays the changes from there, and stops. */
async function years(/** @type {Tools} */ { open, check }) {
  const { context, page } = await open("years by keyboard", "/world?on=1914-07-28", {});
  const day = () => page.evaluate(() => document.getElementById("world")?.dataset.on ?? "");
  const shows = (/** @type {string} */ start) =>
    page.waitForFunction((start) => document.getElementById("world")?.dataset.on?.startsWith(start), start);
  await page.waitForSelector("#year");
  await tabTo(page, (element) => element.id === "year");
  await page.keyboard.press("ArrowRight");
  await shows("1915-");
  check(page.url().includes("on=1915-"), `keyboard: the slider leads to ${page.url()}`);
  check((await page.evaluate(() => document.activeElement?.id)) === "year", "keyboard: the slider loses the focus");
  const before = await day();
  await tabTo(page, (element) => element.id === "play");
  await page.keyboard.press("Enter");
  await page.waitForFunction((before) => document.getElementById("world")?.dataset.on !== before, before);
  const first = await day();
  check(first > before, `keyboard: playing leads from ${before} to ${first}`);
  await page.waitForFunction((first) => document.getElementById("world")?.dataset.on !== first, first);
  await page.evaluate(() => document.getElementById("play")?.focus());
  await page.keyboard.press("Enter");
  const stopped = await day();
  await page.waitForTimeout(2500);
  check((await day()) === stopped, "keyboard: playing does not stop");
  await context.close();
}

/** A treaty is asked, broken, mended by its list of faults, laid out, and handed on in an address. */
async function play(/** @type {Tools} */ { open, check }) {
  const { context, page } = await open("play by keyboard", "/play?example=pact", {});
  await page.waitForSelector("#share:not([hidden])");
  const says = (/** @type {RegExp} */ words) =>
    page.waitForFunction((words) => new RegExp(words).test(document.getElementById("status")?.textContent ?? ""), words.source);
  await tabTo(page, (element) => element.id === "q");
  await page.keyboard.type("attack on France on 2002-05-14");
  await page.keyboard.press("Control+Enter");
  await page.waitForSelector("#answer");
  check((await page.textContent("#found"))?.includes("Germany") ?? false, "play: the answer does not name Germany");
  await page.focus("#text");
  await page.keyboard.press("Control+End");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.type("nrom x\n");
  await says(/error/);
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("F8");
  const marked = () => page.evaluate(() => {
    const text = /** @type {HTMLTextAreaElement} */ (document.getElementById("text"));
    return text.value.slice(text.selectionStart, text.selectionEnd);
  });
  check((await marked()).startsWith("nrom"), `play: the next fault is "${await marked()}"`);
  await page.keyboard.press("Delete");
  await page.keyboard.press("Control+Shift+Enter");
  await says(/^(Laid out|Not laid out)/);
  await tabTo(page, (element) => element.id === "share");
  await page.keyboard.press("Enter");
  await says(/ddress/);
  const address = await page.inputValue("#link");
  const text = await page.inputValue("#text");
  check(/^[^#]*\/play#t=d/.test(address), `play: the address is "${address.slice(0, 60)}"`);
  const asked = /** @type {string[]} */ ([]);
  const other = await context.newPage();
  other.on("request", (request) => asked.push(request.url()));
  await other.goto(address);
  await other.waitForSelector("#faults");
  check((await other.inputValue("#text")) === text, "play: the address holds another text");
  check(!asked.some((url) => url.includes("t=d")), "play: the text went to the server in an address");
  await context.close();
}

/** An open finding is supposed to hold. */
async function suppose(/** @type {Tools} */ { open, check }) {
  const { context, page } = await open("suppose by keyboard", "/ask?q=attack+on+Tajikistan+on+2002-05-14", {});
  await tabTo(page, (element) => element.textContent === "suppose it is so");
  await page.keyboard.press("Enter");
  await page.waitForURL(/found=/);
  check((await page.locator("h1").count()) === 1, "keyboard: supposing something leads nowhere");
  await context.close();
}

/** Every link and field of the front page is reached by Tab, and seen where it is. */
async function everyLinkIsReached(/** @type {Tools} */ { open, check }) {
  const { context, page } = await open("tab through", "/", {});
  const wanted = await page.evaluate(() =>
    [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")].filter(
      (one) => /** @type {any} */ (one).checkVisibility() && one.getAttribute("tabindex") !== "-1",
    ).length);
  const seen = new Set();
  for (let presses = 0; presses < wanted + 5; presses += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const one = document.activeElement;
      if (!one || one === document.body) return null;
      const box = one.getBoundingClientRect();
      const outline = getComputedStyle(one).outlineStyle;
      return { key: one.outerHTML.slice(0, 200), shown: box.width > 0 && box.height > 0, outline };
    });
    if (!stop) break;
    seen.add(stop.key);
    check(stop.shown, `keyboard: a stop is not seen: ${stop.key}`);
    check(stop.outline !== "none", `keyboard: a stop is not marked: ${stop.key}`);
  }
  check(seen.size >= wanted, `keyboard: ${seen.size} of ${wanted} stops of the front page are reached`);
  await context.close();
}

/** Presses Tab until the focus is where it should be. */
async function tabTo(
  /** @type {import("playwright-core").Page} */ page,
  /** @type {(element: Element) => boolean} */ wanted,
) {
  for (let presses = 0; presses < 400; presses += 1) {
    await page.keyboard.press("Tab");
    const source = wanted.toString();
    const there = await page.evaluate(
      (code) => document.activeElement !== null && new Function(`return (${code})`)()(document.activeElement),
      source,
    );
    if (there) return;
  }
  throw new Error(`the keyboard never reaches ${wanted}`);
}
