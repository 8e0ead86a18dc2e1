/**
 * Keys press buttons: an element with data-shortcut="mod+z" is clicked by Ctrl+Z (or Cmd+Z). Several are separated by
 * spaces. A key that is held presses once, but for elements with data-repeats.
 */
import { combinationOf } from "./lib/combination.js";
import { fieldOf, findAll, targetOf } from "./lib/dom.js";

const SINGLE_KEYS = "single-keys";
const SLIDER_KEYS = /^(arrow|home|end|page)/;

document.addEventListener("keydown", (event) => {
  const combination = readShortcut(event);
  if (!combination) return;
  const element = [...document.querySelectorAll("[data-shortcut]")].find((candidate) =>
    (candidate.dataset.shortcut ?? "").split(" ").includes(combination) && !candidate.closest("[role=tabpanel][hidden]"),
  );
  if (!element) return;
  event.preventDefault();
  if (event.repeat && !("repeats" in element.dataset)) return;
  if (!("disabled" in element && element.disabled)) element.click();
});

document.addEventListener("change", (event) => {
  const box = fieldOf(event);
  if (box.matches("[data-single-keys]")) localStorage.setItem(SINGLE_KEYS, box.checked ? "on" : "off");
});

for (const box of findAll(document, "[data-single-keys]", HTMLInputElement)) box.checked = singleKeys();

/**
 * The combination of keys that this event means as a shortcut; null where it means something else.
 *
 * @param {KeyboardEvent} event
 */
export function readShortcut(event) {
  if (event.defaultPrevented || document.querySelector("dialog[open]")) return null;
  const combination = combinationOf(event);
  const isOff = combination.length === 1 && !singleKeys();
  return combination && !isOff && !belongsToField(event, combination) ? combination : null;
}

/**
 * True for keys that the field in focus makes use of itself.
 *
 * @param {KeyboardEvent} event
 * @param {string} combination
 */
function belongsToField(event, combination) {
  /** @type {HTMLInputElement | null} */
  const field = targetOf(event).closest("input, select, textarea");
  if (!field) return false;
  if (combination === "mod+k") return false;
  if (field.type === "range") return SLIDER_KEYS.test(combination);
  if (/^(radio|checkbox)$/.test(field.type)) return SLIDER_KEYS.test(combination) || combination === " ";
  if (field.matches("select")) return !combination.startsWith("mod+");
  return !["mod+enter", "mod+s"].includes(combination);
}

function singleKeys() {
  return localStorage.getItem(SINGLE_KEYS) !== "off";
}
