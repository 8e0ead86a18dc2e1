/** <expand-handles>: what the canvas around the picture is dragged by: its sides, which take arrow keys too, and its corners. */
import { dragged, NONE } from "../lib/frame.js";
import { words } from "../words.js";
import { expandFrame } from "./expand-frame.js";

const SIDES = { left: { x: -1, y: 0 }, right: { x: 1, y: 0 }, top: { x: 0, y: -1 }, bottom: { x: 0, y: 1 } };
const ARROWS = { ArrowLeft: { x: -1, y: 0 }, ArrowRight: { x: 1, y: 0 }, ArrowUp: { x: 0, y: -1 }, ArrowDown: { x: 0, y: 1 } };
const STEP = 0.01; // of the picture's longer side, for one press of an arrow key; with Shift it is a pixel
const PAGE = 10; // steps

class ExpandHandles extends HTMLElement {
  #view = null;
  #drag = null;

  connectedCallback() {
    document.addEventListener("studio:view", ({ detail }) => this.#see(detail.view));
    for (const name of ["open", "change"]) expandFrame.addEventListener(name, () => this.#place());
    for (const name of ["pointerdown", "pointermove", "pointerup", "pointercancel"]) {
      this.addEventListener(name, (event) => this[`_${name}`](event));
    }
    this.addEventListener("keydown", (event) => this.#pressKey(event));
  }

  #see(view) {
    this.#view = view;
    this.#place();
  }

  #place() {
    this.hidden = !expandFrame.isOpen || !this.#view;
    if (this.hidden) return;
    const { current, size } = expandFrame;
    const { scale, x, y } = this.#view;
    this.style.translate = `${x - current.left * scale}px ${y - current.top * scale}px`;
    this.style.width = `${(current.left + size.width + current.right) * scale}px`;
    this.style.height = `${(current.top + size.height + current.bottom) * scale}px`;
    for (const side of Object.keys(SIDES)) this.#tell(this.querySelector(`[data-side="${side}"]`), current[side]);
  }

  #tell(slider, pixels) {
    slider.ariaValueNow = String(pixels);
    slider.ariaValueText = words("expand-added", { n: pixels });
  }

  _pointerdown(event) {
    const handle = event.target.closest("[data-handle]");
    if (!handle || event.button || this.#drag) return;
    event.stopPropagation();
    event.preventDefault();
    handle.focus({ preventScroll: true });
    handle.setPointerCapture(event.pointerId);
    this.#drag = { id: event.pointerId, handle: handleOf(handle), from: expandFrame.current, at: [event.clientX, event.clientY], scale: this.#view.scale };
  }

  _pointermove(event) {
    if (this.#drag?.id !== event.pointerId) return;
    const { at, from, handle, scale } = this.#drag;
    const by = { x: (event.clientX - at[0]) / scale, y: (event.clientY - at[1]) / scale };
    expandFrame.set(dragged(from, expandFrame.size, handle, by, expandFrame.ratio), false);
  }

  _pointerup(event) {
    if (this.#drag?.id !== event.pointerId) return;
    event.stopPropagation();
    this.#drag = null;
    expandFrame.set(expandFrame.current);
  }

  _pointercancel(event) {
    if (this.#drag?.id !== event.pointerId) return;
    expandFrame.set(this.#drag.from);
    this.#drag = null;
  }

  #pressKey(event) {
    const { side } = event.target.dataset;
    if (!side || event.ctrlKey || event.metaKey || event.altKey) return;
    const outward = this.#steps(event, SIDES[side]);
    if (outward === null) return;
    event.preventDefault();
    const { current, size, ratio } = expandFrame;
    const longer = Math.max(size.width, size.height);
    const pixels = event.shiftKey ? Math.sign(outward) : outward * Math.max(1, Math.round(longer * STEP));
    const by = { x: SIDES[side].x * pixels, y: SIDES[side].y * pixels };
    expandFrame.set(event.key === "Home" ? { ...current, [side]: NONE[side] } : dragged(current, size, SIDES[side], by, ratio));
  }

  /** How many steps outwards a key moves a side: an arrow moves it where the arrow points; null for other keys. */
  #steps({ key }, side) {
    const pages = { PageUp: PAGE, PageDown: -PAGE, Home: 0 };
    if (key in pages) return pages[key];
    const arrow = ARROWS[key];
    return (arrow && arrow.x * side.x + arrow.y * side.y) || null;
  }
}

function handleOf({ dataset }) {
  const [x, y] = dataset.handle.split(" ").map(Number);
  return { x, y };
}

customElements.define("expand-handles", ExpandHandles);
