/**
 * What is entered in fields, kept in this browser for the picture of the page: it survives when the server sends the fields anew, and
 * when the page is loaded anew. Browsers let no page choose a file again, and what scripts fill in (hidden fields) they fill in again.
 */
import { Memory } from "./lib/memory.js";

const UNKEPT = ["hidden", "file"]; // types of fields
const memory = new Memory("studio.fields", 100); // panels of pictures of which is kept what was entered
const entered = new Map(); // name -> values; of this page, while another tab keeps its own for the same picture

/** Keep what the fields in an element say, under a name. */
export function saveFields(element, name) {
  const values = Object.fromEntries(fieldsOf(element).filter(isTelling).map((field) => [field.name, valueOf(field)]));
  entered.set(name, values);
  memory.set(placeOf(name), values);
}

/** Have the fields say again what was kept under a name, as far as that can still be chosen; "input" is sent as if it were entered. */
export function restoreFields(element, name) {
  const values = entered.get(name) ?? memory.get(placeOf(name)) ?? {};
  const fields = fieldsOf(element).filter((field) => field.name in values);
  for (const field of fields) restore(field, values[field.name]);
  for (const field of fields.filter(isTelling)) field.dispatchEvent(new Event("input", { bubbles: true }));
}

function placeOf(name) {
  return `${location.pathname} ${name}`;
}

function fieldsOf(element) {
  return [...element.querySelectorAll("input, select, textarea")].filter(({ name, type }) => name && !UNKEPT.includes(type));
}

/** Of radio buttons of one name, the one that is chosen tells the value. */
function isTelling({ type, checked }) {
  return type !== "radio" || checked;
}

function valueOf({ type, checked, value }) {
  return type === "checkbox" ? checked : value;
}

function restore(field, value) {
  if (field.type === "checkbox") field.checked = value;
  else if (field.type !== "radio") field.value = value;
  else if (field.value === value && !field.disabled) field.checked = true;
}
