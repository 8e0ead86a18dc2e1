/** <expand-handles>: what the canvas around the picture is dragged by: its sides, which take arrow keys too, and its corners. */
import { isBare } from "../lib/combination.js";
import { find, targetOf } from "../lib/dom.js";
import { dragHandle, NONE } from "../lib/frame.js";
import { words } from "../words.js";
import { expandFrame } from "./expand-frame.js";

/** @type {Record<Side, Point>} */
const SIDES = { left: { x: -1, y: 0 }, right: { x: 1, y: 0 }, top: { x: 0, y: -1 }, bottom: { x: 0, y: 1 } };
/** @type {Record<string, Point>} */
const ARROWS = { ArrowLeft: { x: -1, y: 0 }, ArrowRight: { x: 1, y: 0 }, ArrowUp: { x: 0, y: -1 }, ArrowDown: { x: 0, y: 1 } };
const STEP = 0.01; // of the picture's longer side, for one press of an arrow key; with Shift it is a pixel
const PAGE = 10; // steps
/** @type {Record<string, number>} */
const PAGES = { PageUp: PAGE, PageDown: -PAGE, Home: 0 };

/** @type {Side[]} */
const SIDE_NAMES = ["left", "right", "top", "bottom"];

class ExpandHandles extends HTMLElement {
  /** @type {View | null} */
  #view = null;
  /** @type {{ id: number, handle: Point, from: Box, at: Point, scale: number } | null} */
  #drag = null;

  connectedCallback() {
    document.addEventListener("studio:view", ({ detail }) => this.#see(detail.view));
    for (const name of ["open", "change"]) expandFrame.addEventListener(name, () => this.#place());
    this.addEventListener("pointerdown", (event) => this.#press(event));
    this.addEventListener("pointermove", (event) => this.#move(event));
    this.addEventListener("pointerup", (event) => this.#release(event));
    for (const name of /** @type {const} */ (["pointercancel", "lostpointercapture"])) {
      this.addEventListener(name, (event) => this.#cancel(event));
    }
    this.addEventListener("keydown", (event) => this.#pressKey(event));
  }

  /** @param {View} view */
  #see(view) {
    this.#view = view;
    this.#place();
  }

  #place() {
    this.hidden = !expandFrame.isOpen || !this.#view;
    if (this.hidden || !this.#view) return;
    const { current, size } = expandFrame;
    const { scale, x, y } = this.#view;
    this.style.translate = `${x - current.left * scale}px ${y - current.top * scale}px`;
    this.style.width = `${(current.left + size.width + current.right) * scale}px`;
    this.style.height = `${(current.top + size.height + current.bottom) * scale}px`;
    for (const side of SIDE_NAMES) this.#tell(find(this, `[data-side="${side}"]`), current[side]);
  }

  /**
   * @param {HTMLElement} slider
   * @param {number} pixels
   */
  #tell(slider, pixels) {
    slider.ariaValueNow = String(pixels);
    slider.ariaValueText = words("expand-added", { n: pixels });
  }

  /** @param {PointerEvent} event */
  #press(event) {
    const handle = targetOf(event).closest("[data-handle]");
    if (!handle || event.button || this.#drag || !this.#view) return;
    event.stopPropagation();
    event.preventDefault();
    handle.focus({ preventScroll: true });
    handle.setPointerCapture(event.pointerId);
    const at = { x: event.clientX, y: event.clientY };
    this.#drag = { id: event.pointerId, handle: handleOf(handle), from: expandFrame.current, at, scale: this.#view.scale };
  }

  /** @param {PointerEvent} event */
  #move(event) {
    if (!event.buttons) this.#cancel(event); // let go where nobody heard of it, as on a Mac's menu
    if (!this.#drag || this.#drag.id !== event.pointerId) return;
    const { at, from, handle, scale } = this.#drag;
    const by = { x: (event.clientX - at.x) / scale, y: (event.clientY - at.y) / scale };
    expandFrame.set(dragHandle(from, expandFrame.size, handle, by, expandFrame.ratio), false);
  }

  /** @param {PointerEvent} event */
  #release(event) {
    if (this.#drag?.id !== event.pointerId) return;
    event.stopPropagation();
    this.#drag = null;
    expandFrame.set(expandFrame.current);
  }

  /** @param {PointerEvent} event */
  #cancel(event) {
    if (!this.#drag || this.#drag.id !== event.pointerId) return;
    expandFrame.set(this.#drag.from);
    this.#drag = null;
  }

  /** @param {KeyboardEvent} event */
  #pressKey(event) {
    const side = SIDE_NAMES.find((each) => each === targetOf(event).dataset.side);
    if (!side || !isBare(event)) return;
    const outward = this.#steps(event, SIDES[side]);
    if (outward === null) return;
    event.preventDefault();
    const { current, size, ratio } = expandFrame;
    const longer = Math.max(size.width, size.height);
    const pixels = event.shiftKey ? Math.sign(outward) : outward * Math.max(1, Math.round(longer * STEP));
    const by = { x: SIDES[side].x * pixels, y: SIDES[side].y * pixels };
    expandFrame.set(event.key === "Home" ? { ...current, [side]: NONE[side] } : dragHandle(current, size, SIDES[side], by, ratio));
  }

  /**
   * How many steps outwards a key moves a side: an arrow moves it where the arrow points; null for other keys.
   *
   * @param {KeyboardEvent} event
   * @param {Point} side
   */
  #steps({ key }, side) {
    if (key in PAGES) return PAGES[key];
    const arrow = ARROWS[key];
    return (arrow && arrow.x * side.x + arrow.y * side.y) || null;
  }
}

/** @param {HTMLElement} element */
function handleOf({ dataset }) {
  const [x, y] = (dataset.handle ?? "").split(" ").map(Number);
  return { x, y };
}

customElements.define("expand-handles", ExpandHandles);
