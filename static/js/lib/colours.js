/** What people write for a colour. */
import { contextOf, createCanvas } from "./dom.js";

const CODE = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i;

/**
 * "#aabbcc" for a code of three or six digits; null for anything else.
 *
 * @param {string} text
 */
export function codeOf(text) {
  const [, digits] = text.trim().match(CODE) ?? [];
  if (!digits) return null;
  return `#${digits.length === 3 ? [...digits].map((digit) => digit + digit).join("") : digits}`.toLowerCase();
}

/**
 * The code of a code, or of a name that the browser knows, spaces or not; null for anything else.
 *
 * @param {string} text
 */
export function colourOf(text) {
  const name = text.replace(/\s/g, "");
  if (codeOf(text) || !name || !CSS.supports("color", name)) return codeOf(text);
  const context = contextOf(createCanvas(1, 1));
  context.fillStyle = name;
  return typeof context.fillStyle === "string" && context.fillStyle.startsWith("#") ? context.fillStyle : null;
}
