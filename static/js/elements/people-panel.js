/**
 * <people-panel>: sliders and choices are staged here until Apply sends them all at once. What is staged survives when the
 * server sends the panel anew, and when the page is loaded anew.
 */
import { fieldIn, fieldOf, find, findAll, targetOf } from "../lib/dom.js";
import { Memory } from "../lib/memory.js";
import { words } from "../words.js";
import { FaceStrip } from "./face-strip.js";
import { isEditing } from "./job-card.js";

const memory = new Memory("studio.people", 30); // pictures of which is kept what was staged
/** @type {Map<string, string>} */
const staged = new Map(memory.get(location.pathname) ?? []); // field name -> value
const strips = new Set(); // names of the fields whose strips of faces were opened
const open = new Map(); // what a person opened or closed: the place of the <details> in the panel -> whether it is open

class PeoplePanel extends HTMLElement {
  /** @type {HTMLFormElement} */
  form;
  #listeners = new AbortController();

  connectedCallback() {
    this.form = find(this, "form");
    if (!this.form) return;
    for (const [name, value] of staged) this.#restore(name, value);
    this.#keepOpen(findAll(this, "details", HTMLDetailsElement));
    this.form.addEventListener("input", (event) => this.#change(fieldOf(event)));
    this.form.addEventListener("click", (event) => this.#press(targetOf(event)));
    this.form.addEventListener("focusin", (event) => this.#showStrip(fieldOf(event)));
    for (const name of strips) this.#showStrip(fieldIn(this.form, name));
    document.addEventListener("studio:jobs", () => this.#tell(), { signal: this.#listeners.signal });
    this.dispatchEvent(new Event("studio:people", { bubbles: true }));
    this.#tell();
  }

  disconnectedCallback() {
    this.#listeners.abort();
  }

  /** @param {HTMLDetailsElement[]} all */
  #keepOpen(all) {
    all.forEach((details, place) => {
      details.open = open.get(place) ?? details.open;
      details.addEventListener("toggle", () => open.set(place, details.open));
    });
  }

  #fields() {
    return findAll(this.form, "[data-value]", HTMLInputElement);
  }

  /**
   * @param {string} name
   * @param {string} value
   */
  #restore(name, value) {
    const field = fieldIn(this.form, name);
    if (field) field.value = value;
    else staged.delete(name);
  }

  /** @param {HTMLInputElement} field */
  #change(field) {
    if (field.dataset.only !== undefined && Number(field.value)) this.#resetOthers(field);
    this.#tell();
  }

  /**
   * A face shows one expression at a time.
   *
   * @param {HTMLInputElement} field
   */
  #resetOthers(field) {
    for (const other of this.#fields()) {
      if (other !== field && other.dataset.only === field.dataset.only) other.value = "0";
    }
  }

  /** @param {HTMLElement} target */
  #press(target) {
    const name = target.closest("[data-reset]")?.dataset.reset;
    if (name) this.#reset([fieldIn(this.form, name)]);
    const person = target.closest("[data-reset-person]")?.closest(".person");
    if (person) this.#reset(findAll(person, "[data-value]", HTMLInputElement));
  }

  /**
   * What is staged goes back to what is in force; where nothing is, what is in force is staged to be taken back.
   *
   * @param {HTMLInputElement[]} fields
   */
  #reset(fields) {
    const isStaged = fields.some((field) => staged.has(field.name));
    for (const field of fields) field.value = isStaged ? (field.dataset.value ?? "") : neutral(field);
    fields[0].focus();
    this.#tell();
  }

  /**
   * A row of faces under a control that is being used; it stays, so that nothing moves under the pointer.
   *
   * @param {HTMLInputElement} field
   */
  #showStrip(field) {
    const control = field?.closest?.("[data-strip]");
    if (!control || !field.matches("[data-value]") || control.querySelector("face-strip")) return;
    strips.add(field.name);
    const { strip, stripValues } = control.dataset;
    control.append(new FaceStrip(strip ?? "", (stripValues ?? "").split(" "), field));
  }

  #tell() {
    staged.clear();
    for (const field of this.#fields()) this.#tellField(field);
    for (const button of findAll(this, "[data-reset-person]", HTMLButtonElement)) {
      button.disabled = !button.closest(".person")?.querySelector("[data-reset]:enabled");
    }
    const count = staged.size;
    memory.set(location.pathname, count ? [...staged] : null);
    find(this, "[data-apply]", HTMLButtonElement).disabled = !count || isEditing();
    find(this, "[data-staged]").textContent = count ? words("staged", { n: count }) : "";
  }

  /** @param {HTMLInputElement} field */
  #tellField(field) {
    const { value = "" } = field.dataset;
    const isStaged = isDifferent(field.value, value);
    if (isStaged) staged.set(field.name, field.value);
    const control = controlOf(field);
    control.toggleAttribute("data-staged-control", isStaged);
    find(control, "[data-reset]", HTMLButtonElement).disabled = !isStaged && !isDifferent(value, neutral(field));
    control.querySelector("face-strip")?.mark();
    if (field.type === "range") showValue(field, find(control, "output"));
  }
}

/**
 * A field with its label, its value and the button that resets it.
 *
 * @param {HTMLInputElement} field
 */
function controlOf(field) {
  return /** @type {HTMLElement} */ (field.closest("[data-control]"));
}

/**
 * The value that changes nothing.
 *
 * @param {HTMLInputElement} field
 */
function neutral(field) {
  return find(controlOf(field), "[data-reset]").dataset.neutral ?? "";
}

/**
 * @param {string} value
 * @param {string} inForce
 */
function isDifferent(value, inForce) {
  return value !== inForce && Number(value || NaN) !== Number(inForce || NaN);
}

/**
 * @param {HTMLInputElement} field
 * @param {HTMLOutputElement} output
 */
function showValue(field, output) {
  const [low, high, value] = [field.min, field.max, field.value].map(Number);
  output.textContent = low < 0 && value > 0 ? `+${value}` : String(value).replace("-", "−");
  const zero = Math.max(low, 0);
  field.style.setProperty("--from", String((Math.min(zero, value) - low) / (high - low)));
  field.style.setProperty("--to", String((Math.max(zero, value) - low) / (high - low)));
}

customElements.define("people-panel", PeoplePanel);
