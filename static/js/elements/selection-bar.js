/** <selection-bar>: says what is selected, makes it larger and smaller, takes back the last step, and has it erased. */
import { byId, fieldIn, find } from "../lib/dom.js";
import { regions } from "../regions.js";
import { selection } from "../selection.js";
import { readShortcut } from "../shortcuts.js";
import { current } from "../current-revision.js";
import { percent, words } from "../words.js";
import { isEditing } from "./job-card.js";

const SHOWN_WITHIN = 1000; // milliseconds after its job's end, a revision is shown

class SelectionBar extends HTMLElement {
  /** @type {HTMLFormElement} */
  form;
  #wasBusy = false;

  connectedCallback() {
    this.form = find(this, "form");
    this.#on("grow", () => regions.grow());
    this.#on("shrink", () => regions.shrink());
    this.#on("undo", () => selection.undo());
    this.#on("clear", () => selection.clear());
    this.form.addEventListener("submit", () => selection.erase());
    document.addEventListener("keydown", (event) => this.#key(event), { capture: true });
    for (const source of [regions, selection, current]) source.addEventListener("change", () => this.#tell());
    document.addEventListener("studio:jobs", () => this.#watch());
    document.addEventListener("studio:tab", () => this.#tell());
    this.#tell();
  }

  /**
   * @param {string} name
   * @param {() => void} press
   */
  #on(name, press) {
    find(this, `[data-${name}]`).addEventListener("click", press);
  }

  /**
   * While there are steps of selecting to take back, Ctrl+Z takes back those, and not what was done to the picture.
   *
   * @param {KeyboardEvent} event
   */
  #key(event) {
    if (readShortcut(event) !== "mod+z" || !this.#canUndo) return;
    event.preventDefault();
    selection.undo();
  }

  /** An edit that ended without another revision to show has erased nothing. */
  #watch() {
    const isBusy = isEditing();
    if (this.#wasBusy && !isBusy) setTimeout(() => isEditing() || selection.keep(), SHOWN_WITHIN);
    this.#wasBusy = isBusy;
    this.#tell();
  }

  get #canUndo() {
    return selection.canUndo && !byId("panel-regions").hidden;
  }

  #tell() {
    this.toggleAttribute("data-empty", selection.isEmpty);
    find(this, "[data-summary]").textContent = summarise();
    this.#enable("[data-grow]", regions.canGrow);
    this.#enable("[data-shrink]", regions.canShrink);
    this.#enable("[data-undo]", this.#canUndo);
    this.#enable("[data-clear]", selection.steps.length > 0);
    this.#enable("#erase", !selection.isEmpty && !isEditing());
    this.#fill();
  }

  /** Regions go by their ids, which the engine knows; anything else as it was drawn. */
  #fill() {
    const ids = selection.isOfRegions ? [...regions.selected] : [];
    fieldIn(this.form, "mask_ids").value = ids.join(",");
    fieldIn(this.form, "visual").value = ids.length ? regions.visual : "";
    fieldIn(this.form, "selection").value = selection.isOfRegions ? "" : JSON.stringify(selection.wire);
    if (current.revision) fieldIn(this.form, "revision").value = String(current.revision.number);
  }

  /**
   * Switch a button; one that had the focus and loses its use hands it to the picture.
   *
   * @param {string} selector
   * @param {boolean} isUseful
   */
  #enable(selector, isUseful) {
    const button = find(this, selector, HTMLButtonElement);
    if (!isUseful && button === document.activeElement) find(document, "[data-canvas]").focus();
    button.disabled = !isUseful;
  }
}

function summarise() {
  if (selection.isEmpty) return words("nothing-selected");
  const share = percent(selection.share);
  return selection.isOfRegions ? regions.describe(share) : words("selected-area", { share });
}

customElements.define("selection-bar", SelectionBar);
