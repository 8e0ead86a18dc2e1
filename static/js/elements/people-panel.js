/**
 * <people-panel>: sliders and choices are staged here until Apply sends them all at once. What is staged survives when the
 * server sends the panel anew.
 */
import { words } from "../words.js";
import { isEditing } from "./job-card.js";

const staged = new Map(); // field name -> value
const open = new Map(); // what a person opened or closed: the place of the <details> in the panel -> whether it is open

class PeoplePanel extends HTMLElement {
  #listeners = new AbortController();

  connectedCallback() {
    this.form = this.querySelector("form");
    if (!this.form) return;
    for (const [name, value] of staged) this.#restore(name, value);
    this.#keepOpen([...this.querySelectorAll("details")]);
    this.form.addEventListener("input", ({ target }) => this.#change(target));
    this.form.addEventListener("click", ({ target }) => this.#reset(target.closest("[data-reset]")?.dataset.reset));
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

  #reset(name) {
    if (!name) return;
    const field = this.form.elements[name];
    field.value = field.dataset.value;
    field.focus();
    this.#tell();
  }

  #tell() {
    staged.clear();
    for (const field of this.#fields()) this.#tellField(field);
    const count = staged.size;
    this.querySelector("[data-apply]").disabled = !count || isEditing();
    this.querySelector("[data-staged]").textContent = count ? words("staged", { n: count }) : "";
  }

  #tellField(field) {
    const isStaged = isDifferent(field.value, field.dataset.value);
    if (isStaged) staged.set(field.name, field.value);
    const control = field.closest("[data-control]");
    control.toggleAttribute("data-staged-control", isStaged);
    control.querySelector("[data-reset]").disabled = !isStaged;
    if (field.type === "range") showValue(field, control.querySelector("output"));
  }
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
