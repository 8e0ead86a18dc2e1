/**
 * <backdrop-choice>: what is seen through a picture where it is transparent, to judge its edges: a checkerboard, black, white or a
 * colour. It is there while the picture shown, or what a panel shows of it, has something to see through.
 */
import { modes } from "../modes.js";
import { current } from "../current-revision.js";
import { plain } from "./background-fills.js";

const KEPT_AS = "backdrop";
const SQUARE = 8; // CSS pixels of the checkerboard, as in stage.css

class Backdrop extends EventTarget {
  isWanted = false; // by a panel
  colour = ""; // "" is the checkerboard

  /** A panel shows something transparent, or does so no more. */
  want(isWanted) {
    if (isWanted === this.isWanted) return;
    this.isWanted = isWanted;
    this.dispatchEvent(new Event("change"));
  }

  choose(colour) {
    this.colour = colour;
    modes.redraw();
  }

  /** Paint it into a rectangle of a 2D context. */
  paint(context, rect) {
    if (this.colour) return plain(this.colour)(context, rect);
    const style = getComputedStyle(document.documentElement);
    const [light, dark] = ["light", "dark"].map((name) => style.getPropertyValue(`--checker-${name}`));
    const pattern = context.createPattern(tile(light, dark), "repeat");
    pattern.setTransform(new DOMMatrix([1, 0, 0, 1, rect.x, rect.y]));
    return plain(pattern)(context, rect);
  }
}

export const backdrop = new Backdrop();

class BackdropChoice extends HTMLElement {
  connectedCallback() {
    this.picker = this.querySelector("[type=color]");
    const kept = localStorage.getItem(KEPT_AS) ?? "";
    if (kept.startsWith("#")) this.picker.value = kept;
    const radio = this.querySelector(`[type=radio][value="${kept}"]`) ?? this.querySelector("[data-own]");
    radio.checked = true;
    this.addEventListener("input", ({ target }) => this.#choose(target));
    this.picker.addEventListener("click", () => this.#choose(this.picker));
    backdrop.addEventListener("change", () => this.#tell());
    current.addEventListener("change", () => this.#tell());
    this.#choose(radio);
    this.#tell();
  }

  #choose(target) {
    const own = this.querySelector("[data-own]");
    if (target === this.picker) own.checked = true;
    const colour = own.checked ? this.picker.value : target.value;
    localStorage.setItem(KEPT_AS, colour);
    this.closest(".stage").style.setProperty("--backdrop", colour || "var(--checkerboard)");
    backdrop.choose(colour);
  }

  #tell() {
    this.hidden = !backdrop.isWanted && !current.revision?.isTransparent;
  }
}

function tile(light, dark) {
  const canvas = Object.assign(document.createElement("canvas"), { width: 2 * SQUARE, height: 2 * SQUARE });
  const context = canvas.getContext("2d");
  context.fillStyle = light;
  context.fillRect(0, 0, 2 * SQUARE, 2 * SQUARE);
  context.fillStyle = dark;
  context.fillRect(SQUARE, 0, SQUARE, SQUARE);
  context.fillRect(0, SQUARE, SQUARE, SQUARE);
  return canvas;
}

customElements.define("backdrop-choice", BackdropChoice);
