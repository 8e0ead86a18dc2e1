/**
 * <people-panel>: sliders and choices are staged here until Apply sends them all at once. What is staged survives when the
 * server sends the panel anew, and when the page is loaded anew.
 */
import { Memory } from "../lib/memory.js";
import { words } from "../words.js";
import { FaceStrip } from "./face-strip.js";
import { isEditing } from "./job-card.js";

const memory = new Memory("studio.people", 30); // pictures of which is kept what was staged
const staged = new Map(memory.get(location.pathname) ?? []); // field name -> value
const strips = new Set(); // names of the fields whose strips of faces were opened
const open = new Map(); // what a person opened or closed: the place of the <details> in the panel -> whether it is open

class PeoplePanel extends HTMLElement {
  #listeners = new AbortController();

  connectedCallback() {
    this.form = this.querySelector("form");
    if (!this.form) return;
    for (const [name, value] of staged) this.#restore(name, value);
    this.#keepOpen([...this.querySelectorAll("details")]);
    this.form.addEventListener("input", ({ target }) => this.#change(target));
    this.form.addEventListener("click", ({ target }) => this.#press(target));
    this.form.addEventListener("focusin", ({ target }) => this.#showStrip(target));
    for (const name of strips) this.#showStrip(this.form.elements[name]);
    document.addEventListener("studio:jobs", () => this.#tell(), { signal: this.#listeners.signal });
    this.dispatchEvent(new Event("studio:people", { bubbles: true }));
    this.#tell();
  }

  disconnectedCallback() {
    this.#listeners.abort();
  }

  #keepOpen(all) {
    all.forEach((details, place) => {
      details.open = open.get(place) ?? details.open;
      details.addEventListener("toggle", () => open.set(place, details.open));
    });
  }

  #fields() {
    return [...this.form.querySelectorAll("[data-value]")];
  }

  #restore(name, value) {
    const field = this.form.elements[name];
    if (field) field.value = value;
    else staged.delete(name);
  }

  #change(field) {
    if (field.dataset.only !== undefined && Number(field.value)) this.#resetOthers(field);
    this.#tell();
  }

  /** A face shows one expression at a time. */
  #resetOthers(field) {
    for (const other of this.#fields()) {
      if (other !== field && other.dataset.only === field.dataset.only) other.value = 0;
    }
  }

  #press(target) {
    const name = target.closest("[data-reset]")?.dataset.reset;
    if (name) this.#reset([this.form.elements[name]]);
    const person = target.closest("[data-reset-person]")?.closest(".person");
    if (person) this.#reset([...person.querySelectorAll("[data-value]")]);
  }

  /** What is staged goes back to what is in force; where nothing is, what is in force is staged to be taken back. */
  #reset(fields) {
    const isStaged = fields.some((field) => staged.has(field.name));
    for (const field of fields) field.value = isStaged ? field.dataset.value : neutral(field);
    fields[0].focus();
    this.#tell();
  }

  /** A row of faces under a control that is being used; it stays, so that nothing moves under the pointer. */
  #showStrip(field) {
    const control = field?.closest?.("[data-strip]");
    if (!control || !field.matches("[data-value]") || control.querySelector("face-strip")) return;
    strips.add(field.name);
    control.append(new FaceStrip(control.dataset.strip, control.dataset.stripValues.split(" "), field));
  }

  #tell() {
    staged.clear();
    for (const field of this.#fields()) this.#tellField(field);
    for (const button of this.querySelectorAll("[data-reset-person]")) {
      button.disabled = !button.closest(".person").querySelector("[data-reset]:enabled");
    }
    const count = staged.size;
    memory.set(location.pathname, count ? [...staged] : null);
    this.querySelector("[data-apply]").disabled = !count || isEditing();
    this.querySelector("[data-staged]").textContent = count ? words("staged", { n: count }) : "";
  }

  #tellField(field) {
    const isStaged = isDifferent(field.value, field.dataset.value);
    if (isStaged) staged.set(field.name, field.value);
    const control = field.closest("[data-control]");
    control.toggleAttribute("data-staged-control", isStaged);
    control.querySelector("[data-reset]").disabled = !isStaged && !isDifferent(field.dataset.value, neutral(field));
    control.querySelector("face-strip")?.mark();
    if (field.type === "range") showValue(field, control.querySelector("output"));
  }
}

/** The value that changes nothing. */
function neutral(field) {
  return field.closest("[data-control]").querySelector("[data-reset]").dataset.neutral;
}

function isDifferent(value, inForce) {
  return value !== inForce && Number(value || NaN) !== Number(inForce || NaN);
}

function showValue(field, output) {
  const [low, high, value] = [field.min, field.max, field.value].map(Number);
  output.textContent = low < 0 && value > 0 ? `+${value}` : String(value).replace("-", "−");
  const zero = Math.max(low, 0);
  field.style.setProperty("--from", (Math.min(zero, value) - low) / (high - low));
  field.style.setProperty("--to", (Math.max(zero, value) - low) / (high - low));
}

customElements.define("people-panel", PeoplePanel);
