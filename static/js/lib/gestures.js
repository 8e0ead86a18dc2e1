/**
 * Mouse, touch and pen on one element, told as what they mean: hover(point, event), leave(), tap(point, event), pan(dx, dy),
 * zoom(factor, point). Points are in CSS pixels from the element's corner. One finger or a pressed mouse button pans, two
 * fingers pan and zoom, the wheel zooms; a trackpad's two-finger scroll pans.
 *
 * grab(point, event) may answer a stroke {move(points, event), end(event), cancel()}: then this press draws instead of panning. A
 * second finger cancels the stroke and zooms. The middle button pans always, and so does the main one while Space is held.
 */
import { isBare } from "./combination.js";
import { targetOf } from "./dom.js";


/** @type {Record<string, number>} */
const SLOP = { mouse: 4, pen: 8, touch: 10 }; // CSS pixels a press may wander and still be a tap
const WHEEL = 0.0016; // natural logarithm of the zoom per pixel of wheel travel
const PINCH = 0.012; // the same for a trackpad's pinch, which arrives as small wheel steps with Ctrl
const LINE = 20; // pixels per line, for wheels that count in lines
const NOTCH = 120; // what a mouse's wheel says at least, however large the page is shown; a trackpad says any number

/**
 * @typedef {object} Listener
 * @property {(point: Point, event: PointerEvent) => void} hover
 * @property {() => void} leave
 * @property {(point: Point, event: PointerEvent) => Stroke | null} grab
 * @property {(point: Point, event: PointerEvent) => void} tap
 * @property {(dx: number, dy: number) => void} pan
 * @property {(factor: number, point: Point) => void} zoom
 */

export class Gestures {
  #element;
  #told;
  /** @type {Map<number, Point>} */
  #pointers = new Map();
  /** @type {{ at: Point, panning: boolean, kind: string } | null} */
  #pressed = null;
  /** @type {Stroke | null} */
  #stroke = null;
  #bounds = { left: 0, top: 0 };

  /**
   * @param {HTMLElement} element
   * @param {Listener} told
   */
  constructor(element, told) {
    this.#element = element;
    this.#told = told;
    element.addEventListener("pointerdown", (event) => this.#press(event));
    element.addEventListener("pointermove", (event) => this.#move(event));
    element.addEventListener("pointerup", (event) => this.#release(event));
    element.addEventListener("pointercancel", (event) => this.#cancel(event.pointerId));
    element.addEventListener("lostpointercapture", (event) => event.target === element && this.#cancel(event.pointerId));
    element.addEventListener("contextmenu", (event) => this.#openMenu(event));
    element.addEventListener("dragstart", (event) => event.preventDefault());
    element.addEventListener("pointerleave", () => this.#leave());
    element.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    element.addEventListener("touchmove", keepTheNextTap, { passive: false });
    window.addEventListener("scroll", () => this.measure(), { capture: true, passive: true });
    this.measure();
  }

  /** To be called when the element has moved on the page. */
  measure() {
    this.#bounds = this.#element.getBoundingClientRect();
  }

  /** @param {PointerEvent} event */
  #press(event) {
    if (event.button > 1 || (this.#pressed && this.#pressed.kind !== event.pointerType)) return; // beside a pen, a hand lies
    this.measure();
    this.#element.setPointerCapture(event.pointerId);
    this.#pointers.set(event.pointerId, this.#point(event));
    const isFirst = this.#pointers.size === 1;
    const panning = !isFirst || event.button !== 0;
    this.#pressed = { at: this.#point(event), panning, kind: event.pointerType };
    this.#stroke?.cancel();
    this.#stroke = panning || spaceHeld ? null : this.#told.grab(this.#point(event), event);
    if (event.button === 1) event.preventDefault();
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const before = this.#pointers.get(event.pointerId);
    if (!before) {
      if (event.pointerType !== "touch") this.#told.hover(this.#point(event), event);
      return;
    }
    if (event.pointerType === "mouse" && !event.buttons) {
      this.#cancel(event.pointerId); // let go where nobody heard of it
      return;
    }
    if (this.#stroke) {
      const events = event.getCoalescedEvents?.() ?? [];
      this.#stroke.move((events.length ? events : [event]).map((part) => this.#point(part)), event);
      return;
    }
    const now = this.#point(event);
    if (this.#pointers.size > 1) this.#pinch(event.pointerId, before, now);
    else this.#drag(event, before, now);
    if (this.#pressed?.panning) this.#pointers.set(event.pointerId, now);
  }

  /**
   * @param {PointerEvent} event
   * @param {Point} before
   * @param {Point} now
   */
  #drag(event, before, now) {
    const pressed = this.#pressed;
    if (!pressed) return;
    if (!pressed.panning) {
      const wandered = Math.hypot(now.x - pressed.at.x, now.y - pressed.at.y);
      if (wandered <= (SLOP[event.pointerType] ?? SLOP.mouse)) return;
      pressed.panning = true;
      this.#told.leave();
    }
    this.#told.pan(now.x - before.x, now.y - before.y);
  }

  /**
   * @param {number} id
   * @param {Point} before
   * @param {Point} now
   */
  #pinch(id, before, now) {
    const [, other] = [...this.#pointers].find(([key]) => key !== id) ?? [];
    if (!other) return;
    const factor = distance(now, other) / Math.max(distance(before, other), 1);
    this.#told.pan((now.x - before.x) / 2, (now.y - before.y) / 2);
    this.#told.zoom(factor, { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
  }

  /** @param {PointerEvent} event */
  #release(event) {
    const pressed = this.#pressed;
    const wasLast = this.#pointers.delete(event.pointerId) && this.#pointers.size === 0;
    if (!wasLast) return;
    this.#pressed = null;
    if (this.#stroke) {
      const stroke = this.#stroke;
      this.#stroke = null;
      stroke.end(event);
      return;
    }
    if (pressed && !pressed.panning) this.#told.tap(this.#point(event), event);
  }

  /** @param {number} id of a pointer, pressed or not */
  #cancel(id) {
    if (!this.#pointers.delete(id)) return;
    if (!this.#pointers.size) this.#pressed = null;
    this.#stroke?.cancel();
    this.#stroke = null;
    this.#told.leave();
  }

  /**
   * A Mac takes a press with Ctrl for the other button and says nothing of its end; a finger or pen that rests asks for no menu.
   *
   * @param {MouseEvent} event
   */
  #openMenu(event) {
    if (this.#pressed?.kind === "mouse") [...this.#pointers.keys()].forEach((id) => this.#cancel(id));
    else if (this.#pressed) event.preventDefault();
  }

  #leave() {
    if (!this.#pointers.size) this.#told.leave();
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    event.preventDefault();
    const unit = [1, LINE, this.#element.clientHeight][event.deltaMode];
    const isWheel = event.deltaMode || Number.isInteger(event.deltaY) || isNotched(event);
    const [dx, dy] = [event.deltaX * unit, event.deltaY * unit];
    if (event.ctrlKey || event.metaKey) this.#told.zoom(Math.exp(-dy * PINCH), this.#point(event));
    else if (event.shiftKey) this.#told.pan(-(dx || dy), 0);
    else if (dx || !isWheel) this.#told.pan(-dx, -dy);
    else this.#told.zoom(Math.exp(-dy * WHEEL), this.#point(event));
  }

  /** @param {MouseEvent} event */
  #point(event) {
    return { x: event.clientX - this.#bounds.left, y: event.clientY - this.#bounds.top };
  }
}

let spaceHeld = false;
document.addEventListener("keydown", (event) => { if (event.key === " " && isBare(event)) spaceHeld = true; });
document.addEventListener("keyup", ({ key }) => { if (key === " " || key === "Meta") spaceHeld = false; }); // a Mac tells no more with Cmd
window.addEventListener("blur", () => { spaceHeld = false; });

/**
 * True for a mouse's wheel, whose steps are no whole pixels where the page is shown larger or smaller.
 *
 * @param {WheelEvent & { wheelDeltaY?: number }} event
 */
function isNotched({ wheelDeltaY = 0 }) {
  return wheelDeltaY !== 0 && wheelDeltaY % NOTCH === 0;
}

/**
 * After a quick swipe a browser takes the next tap, anywhere, for the end of it, unless the swipe was refused; a slider needs its own.
 *
 * @param {TouchEvent} event
 */
function keepTheNextTap(event) {
  if (!targetOf(event).matches("input")) event.preventDefault();
}

/**
 * @param {Point} one
 * @param {Point} other
 */
function distance(one, other) {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
