/**
 * <backdrop-choice>: what is seen through a picture where it is transparent, to judge its edges: a checkerboard, black, white or a
 * colour. It is there while the picture shown, or what a panel shows of it, has something to see through.
 */
import { contextOf, createCanvas, fieldOf, find } from "../lib/dom.js";
import { modes } from "../modes.js";
import { current } from "../current-revision.js";
import { plain } from "./background-fills.js";

const KEPT_AS = "backdrop";
const SQUARE = 8; // CSS pixels of the checkerboard, as in stage.css

class Backdrop extends EventTarget {
  /** @type {HTMLInputElement} */
  picker;
  isWanted = false; // by a panel
  colour = ""; // "" is the checkerboard

  /**
   * A panel shows something transparent, or does so no more.
   *
   * @param {boolean} isWanted
   */
  want(isWanted) {
    if (isWanted === this.isWanted) return;
    this.isWanted = isWanted;
    this.dispatchEvent(new Event("change"));
  }

  /** @param {string} colour */
  choose(colour) {
    this.colour = colour;
    modes.redraw();
  }

  /**
   * Paint it into a rectangle of a 2D context.
   *
   * @param {CanvasRenderingContext2D} context
   * @param {Rect} rect
   */
  paint(context, rect) {
    if (this.colour) return plain(this.colour)(context, rect);
    const style = getComputedStyle(document.documentElement);
    const [light, dark] = ["light", "dark"].map((name) => style.getPropertyValue(`--checker-${name}`));
    const pattern = /** @type {CanvasPattern} */ (context.createPattern(createTile(light, dark), "repeat"));
    pattern.setTransform(new DOMMatrix([1, 0, 0, 1, rect.x, rect.y]));
    return plain(pattern)(context, rect);
  }
}

export const backdrop = new Backdrop();

class BackdropChoice extends HTMLElement {
  /** @type {HTMLInputElement} */
  picker;

  connectedCallback() {
    this.picker = find(this, "[type=color]", HTMLInputElement);
    const kept = localStorage.getItem(KEPT_AS) ?? "";
    if (kept.startsWith("#")) this.picker.value = kept;
    /** @type {HTMLInputElement} */
    const radio = this.querySelector(`[type=radio][value="${kept}"]`) ?? this.#own;
    radio.checked = true;
    this.addEventListener("input", (event) => this.#choose(fieldOf(event)));
    this.picker.addEventListener("click", () => this.#choose(this.picker));
    backdrop.addEventListener("change", () => this.#tell());
    current.addEventListener("change", () => this.#tell());
    this.#choose(radio);
    this.#tell();
  }

  /** @param {HTMLInputElement} target */
  #choose(target) {
    const own = this.#own;
    if (target === this.picker) own.checked = true;
    const colour = own.checked ? this.picker.value : target.value;
    localStorage.setItem(KEPT_AS, colour);
    this.closest("picture-stage")?.style.setProperty("--backdrop", colour || "var(--checkerboard)");
    backdrop.choose(colour);
  }

  get #own() {
    return find(this, "[data-own]", HTMLInputElement);
  }

  #tell() {
    this.hidden = !backdrop.isWanted && !current.revision?.isTransparent;
  }
}

/**
 * @param {string} light
 * @param {string} dark
 */
function createTile(light, dark) {
  const canvas = createCanvas(2 * SQUARE, 2 * SQUARE);
  const context = contextOf(canvas);
  context.fillStyle = light;
  context.fillRect(0, 0, 2 * SQUARE, 2 * SQUARE);
  context.fillStyle = dark;
  context.fillRect(SQUARE, 0, SQUARE, SQUARE);
  context.fillRect(0, SQUARE, SQUARE, SQUARE);
  return canvas;
}

customElements.define("backdrop-choice", BackdropChoice);
