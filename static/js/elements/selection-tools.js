/** <selection-tools>: with what one selects, how it is done, and what is done to the edge of what is selected. */
import { announce } from "../announcer.js";
import { saveFields, restoreFields } from "../persist-fields.js";
import { modes } from "../modes.js";
import { regions } from "../regions.js";
import { selection } from "../selection.js";
import { pressed } from "../shortcuts.js";
import { percent, words } from "../words.js";
import { SelectionBrush } from "./selection-brush.js";
import { SelectionBox, SelectionLasso, SelectionPointer } from "./selection-outline.js";

const SIZE_KEYS = { ",": -1, ".": 1 };
const EDGES = ["smooth", "grow", "feather"];

class SelectionTools extends HTMLElement {
  #options = { size: 40, isAdding: true, isSnapping: false };
  #mode = null;
  #told = -1;

  connectedCallback() {
    this.addEventListener("input", ({ target }) => this.#input(target, false));
    this.addEventListener("change", ({ target }) => this.#input(target, true));
    this.addEventListener("click", ({ target }) => this.#press(target.closest("[data-act]")?.dataset.act));
    document.addEventListener("keydown", (event) => this.#key(event));
    document.addEventListener("studio:tab", () => this.#tellMode());
    selection.addEventListener("change", () => this.#tell());
    regions.addEventListener("load", () => this.#tell());
    for (const part of this.querySelectorAll("[data-keep]")) restoreFields(part, part.dataset.keep);
    this.#choose(this.querySelector("[name=selecting]:checked").value);
    this.#tell();
  }

  get #panel() {
    return this.closest("[role=tabpanel]");
  }

  #input(field, isOver) {
    if (field.name === "selecting" && isOver) this.#choose(field.value);
    if (field.name === "snap") this.#options.isSnapping = field.checked;
    if (field.name === "adding") this.#options.isAdding = field.value === "add";
    if (field.name === "brush_size") this.#options.size = field.valueAsNumber;
    if (EDGES.includes(field.name)) selection.soften({ [field.name]: field.valueAsNumber }, isOver);
    const part = field.closest("[data-keep]");
    if (part && isOver) saveFields(part, part.dataset.keep);
    this.#tellValues();
    modes.redraw();
  }

  /** Take a tool in the hand. */
  #choose(tool) {
    const made = {
      pointer: () => new SelectionPointer(),
      brush: () => new SelectionBrush(this.#options, false),
      eraser: () => new SelectionBrush(this.#options, true),
      lasso: () => new SelectionLasso(this.#options),
      box: () => new SelectionBox(this.#options),
    };
    const before = this.#mode;
    this.#mode = made[tool]();
    this.dataset.tool = tool;
    for (const part of this.querySelectorAll("[data-for]")) part.hidden = !part.dataset.for.split(" ").includes(tool);
    modes.clear(before);
    this.#tellMode();
    this.#tellValues();
  }

  #tellMode() {
    if (this.#panel.hidden) modes.clear(this.#mode);
    else modes.set(this.#mode);
  }

  #press(act) {
    if (act === "neighbours") selection.addNeighbours();
    if (act === "similar") selection.addSimilar();
    if (act === "invert") selection.invert();
  }

  #key(event) {
    const step = SIZE_KEYS[pressed(event)];
    const size = this.querySelector("[name=brush_size]");
    if (!step || this.#panel.hidden || size.closest("[data-for]").hidden) return;
    event.preventDefault();
    size.valueAsNumber += step * Math.max(Math.round(size.valueAsNumber / 8), 1);
    this.#input(size, true);
  }

  #tell() {
    const hasRegions = regions.selected.size > 0;
    this.querySelector("[data-act=neighbours]").disabled = !hasRegions;
    this.querySelector("[data-act=similar]").disabled = !hasRegions;
    for (const name of EDGES) this.querySelector(`[name=${name}]`).value = selection.edges[name];
    this.#tellValues();
    this.#announce();
  }

  #tellValues() {
    for (const output of this.querySelectorAll("output[data-value-of]")) {
      const value = Number(this.querySelector(`[name=${output.dataset.valueOf}]`).value);
      output.textContent = words("pixels", { n: value });
    }
    for (const range of this.querySelectorAll("input[type=range]")) {
      const [least, most] = [Number(range.min), Number(range.max)];
      const [zero, at] = [Math.max(least, 0), range.valueAsNumber].map((value) => (value - least) / (most - least));
      range.style.setProperty("--from", Math.min(zero, at));
      range.style.setProperty("--to", Math.max(zero, at));
    }
  }

  /** Say how much is selected after something was drawn; the list says what is done with regions. */
  #announce() {
    if (selection.isOfRegions || selection.share === this.#told) return;
    this.#told = selection.share;
    announce(words("selected-area", { share: percent(selection.share) }));
  }
}

customElements.define("selection-tools", SelectionTools);
