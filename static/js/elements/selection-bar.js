/** <selection-bar>: says what is selected, makes it larger and smaller, and has it erased. */
import { regions } from "../regions.js";
import { shown } from "../shown.js";
import { percent, words } from "../words.js";
import { isEditing } from "./job-card.js";

class SelectionBar extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.#on("grow", () => regions.grow());
    this.#on("shrink", () => regions.shrink());
    this.#on("clear", () => regions.clear());
    regions.addEventListener("change", () => this.#tell());
    shown.addEventListener("change", () => this.#tell());
    document.addEventListener("studio:jobs", () => this.#tell());
    this.#tell();
  }

  #on(name, press) {
    this.querySelector(`[data-${name}]`).addEventListener("click", press);
  }

  #tell() {
    const count = regions.selected.size;
    this.toggleAttribute("data-empty", !count);
    this.querySelector("[data-summary]").textContent = count ? summary(count, regions.share) : words("nothing-selected");
    this.#enable("[data-grow]", regions.canGrow);
    this.#enable("[data-shrink]", regions.canShrink);
    this.#enable("[data-clear]", count > 0);
    this.#enable("#erase", count > 0 && !isEditing());
    this.form.elements.mask_ids.value = [...regions.selected].join(",");
    this.form.elements.visual.value = regions.visual;
    if (shown.revision) this.form.elements.revision.value = shown.revision.number;
  }

  /** Switch a button; one that had the focus and loses its use hands it to the picture. */
  #enable(selector, isUseful) {
    const button = this.querySelector(selector);
    if (!isUseful && button === document.activeElement) document.querySelector("[data-canvas]").focus();
    button.disabled = !isUseful;
  }
}

function summary(count, share) {
  return words("selected", { n: count, share: percent(share) });
}

customElements.define("selection-bar", SelectionBar);
