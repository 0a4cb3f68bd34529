// @ts-check
// Play, live: faults, outline and answers as one writes; the address that holds the text; keys.
// The server makes every part of the page; this module only swaps one for another.

import { later, part, say, wrong } from "./ui.js";

const form = part("play", HTMLFormElement);
const text = part("text", HTMLTextAreaElement);
const question = part("q", HTMLInputElement);
const alone = part("alone", HTMLInputElement);
const found = part("found", HTMLDivElement);
const status = part("status", HTMLParagraphElement);
const share = part("share", HTMLButtonElement);
const shared = part("shared", HTMLParagraphElement);
const link = part("link", HTMLInputElement);

/** The longest text that an address may unpack to. */
const LONGEST = 1 << 20;

/** @type {AbortController | undefined} */
let under_way;

/**
 * Sends the text and shows what was found.
 * @param {boolean} ask whether the question is asked too
 */
async function look(ask) {
  under_way?.abort();
  const going = (under_way = new AbortController());
  const sent = new URLSearchParams({ text: text.value, part: "true" });
  if (ask) sent.set("q", question.value);
  if (alone.checked) sent.set("alone", "true");
  try {
    const response = await fetch("/play", {
      method: "POST", body: sent, signal: going.signal, headers: { accept: "application/json" },
    });
    if (!response.ok) return say(status, await wrong(response));
    found.innerHTML = await response.text();
    const faults = found.querySelector("[data-says]")?.getAttribute("data-says");
    say(status, faults ? `Faults: ${faults}` : "");
    if (ask && question.value) found.querySelector("h2")?.scrollIntoView({ block: "nearest" });
  } catch (error) {
    if (!going.signal.aborted) say(status, `The server does not answer: ${error}`);
  }
}

/** Lays the text out; the caret stays on its line. */
async function format() {
  const line = text.value.slice(0, text.selectionStart).split("\n").length;
  const response = await fetch("/api/v1/format", {
    method: "POST", body: text.value, headers: { "content-type": "text/plain" },
  });
  if (!response.ok) return say(status, `Not laid out: ${await wrong(response)}`);
  const lines = (text.value = await response.text()).split("\n");
  const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  text.setSelectionRange(start, start);
  await look(false);
  say(status, `Laid out. ${status.textContent}`);
}

/**
 * Goes to a place of the text.
 * @param {number} start
 * @param {number} end
 */
function go(start, end) {
  text.focus();
  text.setSelectionRange(start, Math.max(start, end));
  // A text that does not wrap: the line says how far to scroll.
  const line = text.value.slice(0, start).split("\n").length - 1;
  const height = text.scrollHeight / text.value.split("\n").length;
  text.scrollTop = Math.max(0, line * height - text.clientHeight / 3);
}

/**
 * Goes to the next fault after the caret, or the one before it.
 * @param {boolean} back
 */
function step(back) {
  const links = /** @type {HTMLElement[]} */ ([...found.querySelectorAll(".faults a[data-start]")]);
  const places = links.map((one) => [Number(one.dataset.start), Number(one.dataset.end), one.closest("li")?.innerText]);
  places.sort((one, other) => Number(one[0]) - Number(other[0]));
  const here = text.selectionStart;
  const next = back
    ? places.findLast(([at]) => Number(at) < here) ?? places.at(-1)
    : places.find(([at]) => Number(at) > here) ?? places[0];
  if (!next) return say(status, "Faults: none");
  go(Number(next[0]), Number(next[1]));
  say(status, String(next[2]).replaceAll(/\s+/g, " "));
}

/**
 * Bytes through a packer or unpacker.
 * @param {BlobPart} bytes
 * @param {GenericTransformStream} by
 */
async function through(bytes, by) {
  const reader = new Blob([bytes]).stream().pipeThrough(by).getReader();
  /** @type {BlobPart[]} */
  const parts = [];
  for (let size = 0; ;) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
    size += value.length;
    if (size > LONGEST) throw new Error("the text in the address is too long");
    parts.push(value);
  }
}

/** An address that holds the text behind its #. */
async function address() {
  let kind = "p";
  let bytes = new TextEncoder().encode(text.value);
  if ("CompressionStream" in window) {
    kind = "d";
    bytes = await through(bytes, new CompressionStream("deflate-raw"));
  }
  let signs = "";
  for (const byte of bytes) signs += String.fromCharCode(byte);
  const packed = btoa(signs).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return `${location.origin}/play#t=${kind}${packed}`;
}

/** Takes the text out of the address, if there is one. */
async function unpack() {
  const packed = /^#t=([dp])([\w-]*)$/.exec(location.hash);
  if (!packed) return;
  try {
    const signs = atob(packed[2].replaceAll("-", "+").replaceAll("_", "/"));
    let bytes = Uint8Array.from(signs, (sign) => sign.charCodeAt(0));
    if (packed[1] === "d") bytes = await through(bytes, new DecompressionStream("deflate-raw"));
    text.value = new TextDecoder().decode(bytes);
    await look(false);
  } catch (error) {
    say(status, `The text in the address cannot be read: ${error}`);
  }
}

async function give() {
  link.value = await address();
  shared.hidden = false;
  history.replaceState(null, "", link.value);
  link.focus();
  link.select();
  const copied = await navigator.clipboard?.writeText(link.value).then(() => true, () => false);
  say(status, copied ? "The address is copied." : "Copy the address.");
}

const soon = later(() => void look(false), 400);
text.addEventListener("input", soon);
alone.addEventListener("change", () => void look(true));
share.addEventListener("click", () => void give());
share.hidden = false;

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const wanted = event.submitter instanceof HTMLButtonElement ? event.submitter.value : "ask";
  void (wanted === "format" ? format() : look(wanted === "ask"));
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    void (event.shiftKey ? format() : look(true));
  } else if (event.key === "F8") {
    event.preventDefault();
    step(event.shiftKey);
  }
});

found.addEventListener("click", (event) => {
  const to = event.target instanceof Element ? event.target.closest("a[data-start]") : null;
  if (!(to instanceof HTMLElement)) return;
  event.preventDefault();
  go(Number(to.dataset.start), Number(to.dataset.end ?? to.dataset.start));
});

window.addEventListener("hashchange", () => void unpack());
void unpack();
