// @ts-check
// The world, day by day: a slider over the years and a button that plays the changes. The links and the typed date do the
// same without it.

/** How long a day is shown while playing, in milliseconds. */
const SHOWN = 1500;

const told = document.createElement("p");
told.setAttribute("role", "status");
told.className = "soft";

/** @type {number | undefined} */
let playing;

/**
 * The part of the page that changes with the day.
 * @returns {HTMLElement | null}
 */
function room() {
  return document.getElementById("world");
}

/**
 * Shows the same page of another day.
 * @param {string} address
 * @param {boolean} remember whether the browser's history gets a step
 * @returns {Promise<boolean>}
 */
async function show(address, remember) {
  const response = await fetch(address, { headers: { accept: "text/html" } });
  const main = new DOMParser().parseFromString(await response.text(), "text/html");
  const next = main.getElementById("world");
  const now = room();
  if (!response.ok || !next || !now) {
    stop();
    told.textContent = "That day cannot be shown.";
    return false;
  }
  const held = document.activeElement?.id;
  now.replaceWith(document.adoptNode(next));
  const form = main.querySelector("form.box");
  if (form) document.querySelector("form.box")?.replaceWith(document.adoptNode(form));
  const foot = main.querySelector("footer");
  if (foot) document.querySelector("footer")?.replaceWith(document.adoptNode(foot));
  document.title = main.title;
  if (remember) history.pushState(null, "", address);
  dress();
  if (held) document.getElementById(held)?.focus();
  told.textContent = next.querySelector("h2")?.textContent ?? "";
  return true;
}

/** @returns {HTMLAnchorElement | null} */
function following() {
  const link = document.getElementById("next");
  return link instanceof HTMLAnchorElement ? link : null;
}

function stop() {
  clearTimeout(playing);
  playing = undefined;
  const button = document.getElementById("play");
  if (button) button.textContent = "Play the changes";
}

async function step() {
  const link = following();
  if (!link || !(await show(link.href, false))) return stop();
  history.replaceState(null, "", link.href);
  if (playing !== undefined) playing = window.setTimeout(step, SHOWN);
}

/** Puts the slider and the button beside the links. */
function dress() {
  const part = room();
  const days = part?.querySelector("#days");
  const on = part?.dataset.on ?? "";
  const found = /^(\d{4})-(\d\d-\d\d)$/.exec(on);
  if (!days || !found) return;
  const [, year, rest] = found;

  const row = document.createElement("p");
  row.className = "slider";
  const label = document.createElement("label");
  label.htmlFor = "year";
  label.textContent = "Year";
  const slider = document.createElement("input");
  Object.assign(slider, { type: "range", id: "year", min: "1816", max: "2025", step: "1", value: year });
  const shown = document.createElement("output");
  shown.htmlFor.add("year");
  shown.textContent = year;
  slider.addEventListener("input", () => {
    shown.textContent = slider.value;
  });
  slider.addEventListener("change", () => {
    stop();
    const address = new URL(location.href);
    address.searchParams.set("on", `${slider.value}-${rest === "02-29" ? "02-28" : rest}`);
    void show(address.href, true);
  });

  const button = document.createElement("button");
  Object.assign(button, { type: "button", id: "play", className: "quiet" });
  button.textContent = playing === undefined ? "Play the changes" : "Stop";
  button.addEventListener("click", () => {
    if (playing !== undefined) return stop();
    button.textContent = "Stop";
    playing = window.setTimeout(step, 0);
  });
  row.append(label, slider, shown, button);
  days.append(row);

  for (const link of part?.querySelectorAll("#days a, .views a") ?? []) {
    link.addEventListener("click", (event) => {
      const pressed = /** @type {MouseEvent} */ (event);
      if (pressed.ctrlKey || pressed.metaKey || pressed.shiftKey || pressed.altKey) return;
      event.preventDefault();
      stop();
      void show(/** @type {HTMLAnchorElement} */ (link).href, true);
    });
  }
}

room()?.before(told);
addEventListener("popstate", () => void show(location.href, false));
dress();
