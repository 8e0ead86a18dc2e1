/**
 * <fill-panel>: what to fill the selection with, shown in the picture where it is a colour or a gradient. What was entered survives
 * when the server sends the panel anew.
 */
import { regions } from "../regions.js";
import { selection } from "../selection.js";
import { percent, words } from "../words.js";
import * as fills from "./background-fills.js";
import { FillPreview } from "./fill-preview.js";
import { isEditing } from "./job-card.js";

const HEX = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i;
const KEPT = ["fill", "colour", "first", "second", "direction", "prompt"];

const entered = new Map(); // field name -> value

class FillPanel extends HTMLElement {
  #listeners = new AbortController();
  #preview = new FillPreview();

  connectedCallback() {
    this.form = this.querySelector("form");
    this.#restore();
    const { signal } = this.#listeners;
    this.form.addEventListener("input", ({ target }) => this.#change(target));
    this.form.addEventListener("submit", () => selection.erase());
    this.querySelector("[data-to-select]").addEventListener("click", () => document.getElementById("tab-regions").click());
    for (const source of [selection, regions]) source.addEventListener("change", () => this.#tell(), { signal });
    for (const name of ["studio:jobs", "studio:tab"]) document.addEventListener(name, () => this.#tell(), { signal });
    this.#tell();
  }

  disconnectedCallback() {
    this.#listeners.abort();
    this.#preview.hide();
  }

  #restore() {
    const isRefused = "refused" in this.dataset;
    for (const [name, value] of entered) {
      const field = this.form.elements[name];
      if (field && !isRefused) field.value = value;
    }
    for (const picker of this.querySelectorAll("[data-picker]")) this.#tellPicker(picker);
  }

  #change(field) {
    const { elements } = this.form;
    if (field.dataset.picker) elements[field.dataset.picker].value = field.value;
    const picker = this.querySelector(`[data-picker="${field.name}"]`);
    if (picker) this.#tellPicker(picker);
    for (const name of KEPT) if (elements[name]) entered.set(name, elements[name].value);
    this.#show();
  }

  #tellPicker(picker) {
    picker.value = hexOf(this.form.elements[picker.dataset.picker].value) ?? picker.value;
  }

  /** What is selected, as the form sends it and in words. */
  #tell() {
    const { isEmpty } = selection;
    this.form.elements.selection.value = isEmpty ? "" : JSON.stringify(selection.wire);
    this.querySelector("[data-selected]").hidden = isEmpty;
    for (const name of ["unselected", "to-select"]) this.querySelector(`[data-${name}]`).hidden = !isEmpty;
    const share = percent(selection.share);
    const area = selection.isOfRegions ? words("selected", { n: regions.selected.size, share }) : words("selected-area", { share });
    this.querySelector("[data-area]").textContent = isEmpty ? "" : area;
    this.querySelector("[data-apply]").disabled = isEmpty || isEditing() || "unavailable" in this.dataset;
    this.#show();
  }

  /** In the picture, while the panel is open. */
  #show() {
    const isOpen = !this.closest("[role=tabpanel]").hidden;
    this.#preview.show(isOpen ? this.#paint : null);
  }

  /** What paints the fill; null where that is not known beforehand. */
  get #paint() {
    const { fill, direction } = this.form.elements;
    const [colour, first, second] = ["colour", "first", "second"].map((name) => hexOf(this.form.elements[name].value));
    if (fill.value === "colour" && colour) return fills.plain(colour);
    return fill.value === "gradient" && first && second ? fills.gradient(first, second, direction.value) : null;
  }
}

/** "#aabbcc" for a code, or a name that the browser knows; null for anything else. */
function hexOf(text) {
  const [, digits] = text.trim().match(HEX) ?? [];
  if (digits) return `#${digits.length === 3 ? [...digits].map((digit) => digit + digit).join("") : digits}`.toLowerCase();
  const name = text.replace(/\s/g, "");
  if (!name || !CSS.supports("color", name)) return null;
  const context = document.createElement("canvas").getContext("2d");
  context.fillStyle = name;
  return context.fillStyle.startsWith("#") ? context.fillStyle : null;
}

customElements.define("fill-panel", FillPanel);
