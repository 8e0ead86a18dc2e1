/**
 * Keys press buttons: an element with data-shortcut="mod+z" is clicked by Ctrl+Z (or Cmd+Z). Several are separated by
 * spaces. Letters are matched by what they mean and, on keyboards of other scripts, by where they are.
 */

const SINGLE_KEYS = "single-keys";
const SLIDER_KEYS = /^(arrow|home|end|page)/;

document.addEventListener("keydown", (event) => {
  const combination = pressed(event);
  if (!combination) return;
  const element = [...document.querySelectorAll("[data-shortcut]")].find((candidate) =>
    candidate.dataset.shortcut.split(" ").includes(combination) && !candidate.closest("[role=tabpanel][hidden]"),
  );
  if (!element) return;
  event.preventDefault();
  if (!element.disabled) element.click();
});

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-single-keys]")) localStorage.setItem(SINGLE_KEYS, target.checked ? "on" : "off");
});

for (const box of document.querySelectorAll("[data-single-keys]")) box.checked = singleKeys();

/** The combination of keys that this event means as a shortcut; null where it means something else. */
export function pressed(event) {
  if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return null;
  const combination = combinationOf(event);
  return combination && !belongsToField(event, combination) ? combination : null;
}

/** Such as "mod+shift+z" or "?"; null for a key that is no shortcut, single ones being off included. */
function combinationOf(event) {
  const key = /^Key[A-Z]$/.test(event.code) && event.key.charCodeAt(0) > 127 ? event.code.slice(3) : event.key;
  const isMod = event.ctrlKey || event.metaKey;
  if (event.altKey || (!isMod && key.length === 1 && !singleKeys())) return null;
  const isLetter = /^[a-z]$/i.test(key);
  return [isMod && "mod", isLetter && event.shiftKey && "shift", key.toLowerCase()].filter(Boolean).join("+");
}

/** True for keys that the field in focus makes use of itself. */
function belongsToField(event, combination) {
  const field = event.target.closest("input, select, textarea");
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
