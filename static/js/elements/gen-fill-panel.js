/** <gen-fill-panel>: what to fill the selection with, shown in the picture where it is a colour or a gradient. */
import { byId, fieldIn, find } from "../lib/dom.js";
import { colourOf } from "../lib/colours.js";
import { regions } from "../regions.js";
import { selection } from "../selection.js";
import { percent, words } from "../words.js";
import * as fills from "./background-fills.js";
import { GenFillPreview } from "./gen-fill-preview.js";
import { ToolPanel } from "./tool-panel.js";

class GenFillPanel extends ToolPanel {
  #preview = new GenFillPreview();

  begin() {
    this.listen(this.form, "submit", () => selection.erase());
    this.listen(find(this, "[data-to-select]"), "click", () => byId("tab-regions").click());
    for (const source of [selection, regions]) this.listen(source, "change", () => this.update());
  }

  get isReady() {
    return !selection.isEmpty;
  }

  /** What is selected, as the form sends it and in words, and filled in the picture. */
  show() {
    const { isEmpty } = selection;
    fieldIn(this.form, "selection").value = isEmpty ? "" : JSON.stringify(selection.wire);
    find(this, "[data-selected]").hidden = isEmpty;
    for (const name of ["unselected", "to-select"]) find(this, `[data-${name}]`).hidden = !isEmpty;
    const share = percent(selection.share);
    const area = selection.isOfRegions ? regions.describe(share) : words("selected-area", { share });
    find(this, "[data-area]").textContent = isEmpty ? "" : area;
    const paint = this.isOpen && !isEmpty ? this.#paint : null;
    if (paint) this.#preview.fill(paint);
    this.mode = paint ? this.#preview : null;
  }

  /** What paints the fill; null where that is not known beforehand. */
  get #paint() {
    const [fill, direction] = ["fill", "direction"].map((name) => fieldIn(this.form, name));
    const [colour, first, second] = ["colour", "first", "second"].map((name) => colourOf(fieldIn(this.form, name).value));
    if (fill.value === "colour" && colour) return fills.plain(colour);
    return fill.value === "gradient" && first && second ? fills.gradient(first, second, direction.value) : null;
  }
}

customElements.define("gen-fill-panel", GenFillPanel);
