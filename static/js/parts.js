/** What htmx needs to know about the page's parts (editor/views/page_parts.py): which are shown, and where the focus was. */
import { targetOf } from "./lib/dom.js";
import { showMissingPage } from "./missing-page.js";
import { toast } from "./announcer.js";
import { refresh } from "./parts-refresh.js";
import { words } from "./words.js";
import { isLost } from "./lib/focus.js";

const REFUSED = "[role=tabpanel]:not([hidden]) .refusal"; // why a form was refused
const TOLD = new Set([0, 413, 503, 507]); // the answers that have a sentence of their own; 0 is none at all

const asking = new WeakSet(); // the forms whose edit was asked for and not answered yet
const asked = new WeakMap(); // form -> {values, key} of what it asked for and perhaps got no answer to
let focused = "";
/** @type {[HTMLElement, number, number][]} */
let scrolled = [];
/** @type {HTMLElement | null} */
let revealed = null;

document.addEventListener("htmx:configRequest", ({ detail }) => {
  detail.headers["Studio-Seen"] = joinWords("[data-part]", (part) => `${part.dataset.part}=${part.dataset.version}`);
  if (detail.elt.matches("form[data-keyed]")) detail.parameters.key = keyOf(/** @type {HTMLFormElement} */ (detail.elt), detail.formData);
});

/** The second press of a double click is none: until the answer is here, nothing shows that the first one counted. */
document.addEventListener("submit", (event) => {
  const form = targetOf(event);
  if (!form.matches("form[data-keyed]")) return;
  if (asking.has(form)) {
    event.preventDefault();
    event.stopPropagation();
  }
  asking.add(form);
}, { capture: true });

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  asking.delete(detail.elt);
  if (detail.successful) asked.delete(detail.elt);
});

document.addEventListener("htmx:beforeOnLoad", () => {
  focused = document.activeElement?.id ?? "";
  scrolled = findScrollables().map((element) => [element, element.scrollLeft, element.scrollTop]);
});

document.addEventListener("htmx:afterOnLoad", ({ detail }) => {
  for (const [before, left, top] of scrolled) successorOf(before)?.scrollTo(left, top);
  if (detail.xhr.status === 422) document.querySelector(REFUSED)?.scrollIntoView({ block: "nearest" });
  reveal();
  if (focused && isLost()) refocus();
});

reveal();

/** What another tab has done meanwhile is seen when one comes back to this one, or a browser to the page as it was left. */
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) refresh();
});
window.addEventListener("pageshow", ({ persisted }) => {
  if (persisted) refresh();
});

/** @type {("htmx:responseError" | "htmx:sendError" | "htmx:timeout")[]} */
const FAILURES = ["htmx:responseError", "htmx:sendError", "htmx:timeout"];
for (const name of FAILURES) {
  document.addEventListener(name, ({ detail }) => {
    const status = detail.xhr?.status ?? 0;
    if (showMissingPage(status)) return;
    toast(words(TOLD.has(status) ? `answer-${status}` : "answer-broken"));
  });
}

/** What had the focus has it again; where it lost its use, the button beside it, or else the picture. */
function refocus() {
  const element = document.getElementById(focused);
  const isUseless = element && "disabled" in element && element.disabled;
  const next = isUseless ? element.closest(".moves")?.querySelector("button:enabled") : element;
  (next ?? document.querySelector("[data-canvas]"))?.focus({ preventScroll: true });
}

/** The history shows where one stands, as often as that is somewhere else. */
function reveal() {
  const current = document.querySelector(".history__item[aria-current]");
  if (current !== revealed) current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  revealed = current;
}

/**
 * What has come instead of a list that was scrolled; nothing where it is still there.
 *
 * @param {HTMLElement} list
 */
function successorOf(list) {
  return list.isConnected ? null : findScrollables().find(({ dataset }) => dataset.keepScroll === list.dataset.keepScroll);
}

function findScrollables() {
  return [...document.querySelectorAll("[data-keep-scroll]")];
}

/**
 * @param {string} selector
 * @param {(element: HTMLElement) => string} word
 */
function joinWords(selector, word) {
  return [...document.querySelectorAll(selector)].map(word).join(" ");
}

/**
 * The key of a form's values: the same again as long as they are the same and no answer came.
 *
 * @param {HTMLFormElement} form
 * @param {FormData} formData
 */
function keyOf(form, formData) {
  const values = JSON.stringify([...formData].filter(([name]) => name !== "key"));
  const before = asked.get(form);
  if (before?.values === values) return before.key;
  const key = newKey();
  asked.set(form, { values, key });
  return key;
}

/** A UUID that makes one press of a button count once, however often the request is sent. */
function newKey() {
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "$1-$2-4$3-8$4-$5");
}
