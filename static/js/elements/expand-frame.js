/** The canvas that the panel Expand is about, shared by its fields and the handles around the picture. */
import { anchorOf, MIDDLE, NONE } from "../lib/frame.js";

class ExpandFrame extends EventTarget {
  current = NONE;
  size = { width: 0, height: 0 }; // of the picture
  ratio = 0; // that is kept while a side is moved; 0 for none
  isOpen = false;
  #chosen = MIDDLE; // how what is new is shared out where there is nothing new yet

  /** How what is new is shared out to both sides: {x, y}, see `placeCanvas`. */
  get anchor() {
    return anchorOf(this.current, this.#chosen);
  }

  /** @param {Point} anchor */
  set anchor(anchor) {
    this.#chosen = anchor;
  }

  /**
   * "change" is sent, and once it is `settled`, "settle": it is not about to change on.
   *
   * @param {Box} frame
   * @param {boolean} [settled]
   */
  set(frame, settled = true) {
    this.current = frame;
    this.dispatchEvent(new Event("change"));
    if (settled) this.dispatchEvent(new Event("settle"));
  }

  /** @param {boolean} isOpen */
  open(isOpen) {
    this.isOpen = isOpen;
    this.dispatchEvent(new Event("open"));
  }
}

export const expandFrame = new ExpandFrame();
