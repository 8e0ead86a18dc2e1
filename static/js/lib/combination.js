/** Which combination of keys an event means: by the character that arrives, and where no layout has it, by the key's place. */

const SIGNS = "+-=?[],."; // that shortcuts are made of; some keyboards write them with Shift, some with AltGr or Option
/** @type {Record<string, string>} */
const PLACES = { BracketLeft: "[", BracketRight: "]", Comma: ",", Period: ".", Minus: "-", Equal: "=" }; // on an English keyboard
const OTHER_SCRIPT = /^(?!\p{Script=Latin})[\p{L}\p{M}]/u;
const NO_KEY = /^(Dead|Process|Unidentified)?$/; // an accent that waits for its letter, or what only an input method knows

/**
 * Such as "mod+shift+z", "delete" or "?", where "mod" is Ctrl or Cmd; empty for what is none. Shift counts with letters and named
 * keys: signs take it or not, as the keyboard wants.
 *
 * @param {KeyboardEvent} event
 */
export function combinationOf(event) {
  const { key = "", ctrlKey, metaKey, shiftKey } = event;
  if (NO_KEY.test(key) || (ctrlKey && metaKey)) return "";
  if (isThirdLevel(event)) return SIGNS.includes(key) && isCharacterAlone(event) ? key : "";
  const meant = meantBy(event);
  const isShifted = shiftKey && (meant.length > 1 || /[a-z]/i.test(meant));
  return [(ctrlKey || metaKey) && "mod", isShifted && "shift", meant.toLowerCase()].filter(Boolean).join("+");
}

/**
 * True for a key that is pressed as it is, or with Shift; with other modifiers it belongs to the browser or the system.
 *
 * @param {KeyboardEvent} event
 */
export function isBare({ ctrlKey, metaKey, altKey }) {
  return !ctrlKey && !metaKey && !altKey;
}

/**
 * True for the key that deletes; on a Mac's keyboard that is Backspace.
 *
 * @param {KeyboardEvent} event
 */
export function isDelete({ key }) {
  return key === "Delete" || key === "Backspace";
}

/**
 * True while AltGr or Option is held, which write the third character of a key.
 *
 * @param {KeyboardEvent} event
 */
function isThirdLevel(event) {
  return event.altKey || event.getModifierState("AltGraph");
}

/**
 * On Windows AltGr arrives as Ctrl and Alt; Ctrl beside another AltGr, and Cmd, are held on purpose.
 *
 * @param {KeyboardEvent} event
 */
function isCharacterAlone({ ctrlKey, metaKey, altKey }) {
  return !metaKey && (altKey || !ctrlKey);
}

/**
 * The character or the name of the key. Keyboards of other scripts lack letters and some signs, and French or Czech ones write
 * digits with Shift only; a Hebrew one writes an apostrophe with W.
 *
 * @param {KeyboardEvent} event
 */
function meantBy({ key, code, shiftKey }) {
  if (SIGNS.includes(key)) return key;
  if (/^Digit/.test(code) && !shiftKey) return code.slice(5);
  if (!OTHER_SCRIPT.test(key) && code + key !== "KeyW'") return key;
  if (/^Key/.test(code)) return code.slice(3);
  return (!shiftKey && PLACES[code]) || key;
}
