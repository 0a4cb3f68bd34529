// @ts-check
// What the modules of several pages share.

/**
 * An element that the page has, by its id.
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} kind
 * @returns {T}
 */
export function part(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no ${id}`);
  return found;
}

/**
 * Waits until nothing more comes for a while.
 * @param {() => void} work
 * @param {number} wait milliseconds
 * @returns {() => void}
 */
export function later(work, wait) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = window.setTimeout(work, wait);
  };
}

/**
 * Says something to those who see the page and to those who hear it.
 * @param {HTMLElement} where
 * @param {string} words
 */
export function say(where, words) {
  if (where.textContent !== words) where.textContent = words;
}

/**
 * What a response of this server says went wrong.
 * @param {Response} response
 * @returns {Promise<string>}
 */
export async function wrong(response) {
  try {
    const problem = await response.json();
    return String(problem.detail ?? response.statusText);
  } catch {
    return response.statusText || `status ${response.status}`;
  }
}
