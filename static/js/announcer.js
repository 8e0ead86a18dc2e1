/** Says things: to screen readers, and, where something went wrong, to everybody. */
import { byId } from "./lib/dom.js";

const TOAST_FOR = 8000; // milliseconds
let hiding = 0;
/** @type {string[]} */
let telling = [];

/**
 * Tell a screen reader, when it has finished what it is saying. What is told at the same moment is told together.
 *
 * @param {string} sentence
 */
export function announce(sentence) {
  if (!telling.length) soon();
  telling.push(sentence);
}

/** Not before the page has loaded: what stands in it by then is taken for content that nobody has to be told. */
function soon() {
  if (document.readyState === "complete") queueMicrotask(tell);
  else window.addEventListener("load", tell, { once: true });
}

function tell() {
  byId("announcer").textContent = telling.join(" ");
  telling = [];
}

/**
 * Show a sentence for a while.
 *
 * @param {string} sentence
 */
export function toast(sentence) {
  const element = byId("toast");
  element.textContent = sentence;
  element.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => { element.hidden = true; }, TOAST_FOR);
}
