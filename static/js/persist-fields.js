/**
 * What is entered in fields, kept in this browser for the picture of the page: it survives when the server sends the fields anew, and
 * when the page is loaded anew. Browsers let no page choose a file again, and what scripts fill in (hidden fields) they fill in again.
 */
import { findAll } from "./lib/dom.js";
import { Memory } from "./lib/memory.js";

const UNKEPT = ["hidden", "file"]; // types of fields
const memory = new Memory("studio.fields", 100); // panels of pictures of which is kept what was entered
/** @type {Map<string, Record<string, any>>} */
const entered = new Map(); // name -> values; of this page, while another tab keeps its own for the same picture

/**
 * Keep what the fields in an element say, under a name.
 *
 * @param {ParentNode} element
 * @param {string} name
 */
export function saveFields(element, name) {
  const values = Object.fromEntries(fieldsOf(element).filter(isTelling).map((field) => [field.name, valueIn(field)]));
  entered.set(name, values);
  memory.set(placeOf(name), values);
}

/**
 * Have the fields say again what was kept under a name, as far as that can still be chosen; "input" is sent as if it were entered.
 *
 * @param {ParentNode} element
 * @param {string} name
 */
export function restoreFields(element, name) {
  const values = entered.get(name) ?? memory.get(placeOf(name)) ?? {};
  const fields = fieldsOf(element).filter((field) => field.name in values);
  for (const field of fields) restore(field, values[field.name]);
  for (const field of fields.filter(isTelling)) field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** @param {string} name */
function placeOf(name) {
  return `${location.pathname} ${name}`;
}

/** @param {ParentNode} element */
function fieldsOf(element) {
  /** @type {HTMLInputElement[]} */
  const fields = findAll(element, "input, select, textarea");
  return fields.filter(({ name, type }) => name && !UNKEPT.includes(type));
}

/**
 * Of radio buttons of one name, the one that is chosen tells the value.
 *
 * @param {HTMLInputElement} field
 */
function isTelling({ type, checked }) {
  return type !== "radio" || checked;
}

/** @param {HTMLInputElement} field */
function valueIn({ type, checked, value }) {
  return type === "checkbox" ? checked : value;
}

/**
 * @param {HTMLInputElement} field
 * @param {any} value
 */
function restore(field, value) {
  if (field.type === "checkbox") field.checked = value;
  else if (field.type !== "radio") field.value = value;
  else if (field.value === value && !field.disabled) field.checked = true;
}
