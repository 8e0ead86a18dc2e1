/** <selection-bar>: says what is selected, makes it larger and smaller, and has it erased. */
import { regions } from "../regions.js";
import { shown } from "../shown.js";
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
    this.querySelector("[data-summary]").textContent = count ? summary(count, regions.share) : "Nothing selected";
    this.querySelector("[data-grow]").disabled = !count || !regions.canGrow;
    this.querySelector("[data-shrink]").disabled = !regions.canShrink;
    this.querySelector("[data-clear]").disabled = !count;
    this.querySelector("#erase").disabled = !count || isEditing();
    this.form.elements.mask_ids.value = [...regions.selected].join(",");
    if (shown.revision) this.form.elements.revision.value = shown.revision.number;
  }
}

function summary(count, share) {
  const percent = share < 0.0995 ? (share * 100).toFixed(1) : Math.round(share * 100);
  return `${count === 1 ? "1 region" : `${count} regions`}, ${percent} %`;
}

customElements.define("selection-bar", SelectionBar);
