/** <selection-tools>: with what one selects, how it is done, and what is done to the edge of what is selected. */
import { fieldOf, find, findAll, targetOf } from "../lib/dom.js";
import { announce } from "../announcer.js";
import { saveFields, restoreFields } from "../persist-fields.js";
import { current } from "../current-revision.js";
import { modes } from "../modes.js";
import { finder } from "../object-finder.js";
import { regions } from "../regions.js";
import { selection } from "../selection.js";
import { readShortcut } from "../shortcuts.js";
import { percent, words } from "../words.js";
import { SelectionBrush } from "./selection-brush.js";
import { SelectionBox, SelectionLasso, SelectionPointer } from "./selection-outline.js";

const HERE = 0.15; // of the picture's shorter side, to each side of the place where something is looked for
/** @type {Record<string, number>} */
const SIZE_KEYS = { ",": -1, ".": 1 };
/** @type {(keyof Edges)[]} */
const EDGES = ["smooth", "grow", "feather"];

class SelectionTools extends HTMLElement {
  #options = { size: 40, isAdding: true, isSnapping: false, findsObject: this.#findsObject.bind(this) };
  /** @type {Mode | null} */
  #mode = null;
  #told = -1;

  connectedCallback() {
    this.addEventListener("input", (event) => this.#input(fieldOf(event), false));
    this.addEventListener("change", (event) => this.#input(fieldOf(event), true));
    this.addEventListener("click", (event) => this.#press(targetOf(event).closest("[data-act]")?.dataset.act));
    document.addEventListener("keydown", (event) => this.#key(event));
    document.addEventListener("studio:tab", () => this.#tellMode());
    selection.addEventListener("change", () => this.#tell());
    regions.addEventListener("load", () => this.#tell());
    for (const part of this.querySelectorAll("[data-keep]")) restoreFields(part, part.dataset.keep ?? "");
    this.#choose(find(this, "[name=selecting]:checked", HTMLInputElement).value);
    this.#tell();
  }

  /**
   * Whether what is drawn stands for the object in it.
   *
   * @param {string} kind
   */
  #findsObject(kind) {
    const field = this.querySelector(`[name=${kind}_object]`);
    return field instanceof HTMLInputElement && field.checked && !field.disabled;
  }

  get #panel() {
    return /** @type {HTMLElement} */ (this.closest("[role=tabpanel]"));
  }

  /**
   * @param {HTMLInputElement} field
   * @param {boolean} isOver
   */
  #input(field, isOver) {
    if (field.name === "selecting" && isOver) this.#choose(field.value);
    if (field.name === "parts") regions.takesParts = field.checked;
    if (field.name === "snap") this.#options.isSnapping = field.checked;
    if (field.name === "adding") this.#options.isAdding = field.value === "add";
    if (field.name === "brush_size") this.#options.size = field.valueAsNumber;
    if (EDGES.some((name) => name === field.name)) selection.soften({ [field.name]: field.valueAsNumber }, isOver);
    const part = field.closest("[data-keep]");
    if (part && isOver) saveFields(part, part.dataset.keep ?? "");
    this.#tellValues();
    modes.redraw();
  }

  /**
   * Take a tool in the hand.
   *
   * @param {string} tool
   */
  #choose(tool) {
    /** @type {Record<string, () => Mode>} */
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
    this.#hide();
    modes.clear(before);
    this.#tellMode();
    this.#tellValues();
  }

  /** Show what is for the tool in the hand, and what is for objects where there are any. */
  #hide() {
    for (const part of findAll(this.#panel, "[data-for], [data-objects]")) {
      const tools = part.dataset.for?.split(" ");
      const isUseless = tools && !tools.includes(this.dataset.tool ?? "");
      part.hidden = Boolean(isUseless) || ("objects" in part.dataset && !regions.hasObjects);
    }
  }

  #tellMode() {
    if (this.#panel.hidden) modes.clear(this.#mode);
    else modes.set(this.#mode);
  }

  /** @param {string | undefined} act */
  #press(act) {
    if (act === "neighbours") selection.addNeighbours();
    if (act === "similar") selection.addSimilar();
    if (act === "invert") selection.invert();
    if (act === "here") this.#findHere();
  }

  /** Look for an object where calm ground was pressed, to select it instead. */
  #findHere() {
    const { width, height } = current.revision;
    const spot = regions.spot(width);
    if (!spot) return;
    const reach = HERE * Math.min(width, height);
    const points = [spot.at.x - reach, spot.at.y - reach, spot.at.x + reach, spot.at.y + reach].map(Math.round);
    finder.ask({ kind: "box", add: true, points }, spot.ids);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const step = SIZE_KEYS[readShortcut(event) ?? ""];
    const size = find(this, "[name=brush_size]", HTMLInputElement);
    if (!step || this.#panel.hidden || size.closest("[data-for]")?.hidden) return;
    event.preventDefault();
    size.valueAsNumber += step * Math.max(Math.round(size.valueAsNumber / 8), 1);
    this.#input(size, true);
  }

  #tell() {
    const hasRegions = regions.selected.size > 0;
    find(this, "[data-act=neighbours]", HTMLButtonElement).disabled = !hasRegions;
    find(this, "[data-act=similar]", HTMLButtonElement).disabled = !hasRegions;
    this.#hide();
    const here = this.querySelector("[data-act=here]");
    if (here instanceof HTMLButtonElement) here.disabled = !current.revision || !regions.spot(current.revision.width);
    for (const name of EDGES) find(this, `[name=${name}]`, HTMLInputElement).value = String(selection.edges[name]);
    this.#tellValues();
    this.#announce();
  }

  #tellValues() {
    find(this, "[name=snap]", HTMLInputElement).disabled = this.#findsObject(this.dataset.tool ?? "");
    for (const output of this.querySelectorAll("output[data-value-of]")) {
      const value = Number(find(this, `[name=${output.dataset.valueOf}]`, HTMLInputElement).value);
      output.textContent = words("pixels", { n: value });
    }
    for (const range of findAll(this, "input[type=range]", HTMLInputElement)) {
      const [least, most] = [Number(range.min), Number(range.max)];
      const [zero, at] = [Math.max(least, 0), range.valueAsNumber].map((value) => (value - least) / (most - least));
      range.style.setProperty("--from", String(Math.min(zero, at)));
      range.style.setProperty("--to", String(Math.max(zero, at)));
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
