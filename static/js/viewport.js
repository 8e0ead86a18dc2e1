/** What is seen of the picture in its stage: which part of it, at which scale, and how a person moves that. */
import { clamp, fit, pan, toPicture, zoom } from "./lib/view.js";
import { current } from "./current-revision.js";

export class Viewport {
  /** @type {View} undefined until the size of the stage and the picture's are known, as is the next */
  view;
  /** @type {StageBox} */
  box;
  /** @type {Box | null} */
  #room = null; // pixels to be seen around the picture
  #changed;

  /** @param {() => void} changed hears of each new view */
  constructor(changed) {
    this.#changed = changed;
  }

  /** The picture's size in pixels. */
  get size() {
    return { width: current.revision.width, height: current.revision.height };
  }

  /**
   * What the view fits: the picture, here one of some size, and the room around it.
   *
   * @param {Size} [size]
   * @returns {Extent}
   */
  #extent({ width, height } = this.size) {
    if (!this.#room) return { width, height };
    const { left, top, right, bottom } = this.#room;
    return { left, top, width: left + width + right, height: top + height + bottom };
  }

  /** CSS pixels per pixel of the picture. */
  get scale() {
    return this.view?.scale ?? 1;
  }

  /** The middle of the stage. */
  get #centre() {
    return { x: this.box.width / 2, y: this.box.height / 2 };
  }

  /** The point of the picture that is in the middle of the stage. */
  get middle() {
    return this.toPicture(this.#centre);
  }

  /**
   * The point of the picture that is at a point of the stage; it may lie outside the picture.
   *
   * @param {Point} point
   */
  toPicture(point) {
    return toPicture(this.view, point);
  }

  /**
   * Whether the whole of a picture of this size is seen, as large as can be.
   *
   * @param {Size} size
   */
  isFitted(size) {
    return Math.abs(this.view.scale / fit(this.#extent(size), this.box).scale - 1) < 0.001;
  }

  /** Show the whole picture. */
  fit() {
    this.#move(fit(this.#extent(), this.box));
  }

  /** Leave no gap, the stage having another size. */
  clamp() {
    this.#move(clamp(this.view, this.#extent(), this.box));
  }

  /**
   * Move the picture by so many CSS pixels.
   *
   * @param {number} dx
   * @param {number} dy
   */
  pan(dx, dy) {
    this.#move(pan(this.view, dx, dy, this.#extent(), this.box));
  }

  /**
   * Zoom by a factor around a point of the stage, by default its middle.
   *
   * @param {number} factor
   * @param {Point} [point]
   */
  zoom(factor, point = this.#centre) {
    this.#move(zoom(this.view, factor, point, this.#extent(), this.box));
  }

  /**
   * Move the picture so that one of its points is seen.
   *
   * @param {Point} at
   */
  reveal({ x, y }) {
    const { scale, x: left, y: top } = this.view;
    const [dx, dy] = [missing(left + x * scale, this.box.width), missing(top + y * scale, this.box.height)];
    if (dx || dy) this.pan(dx, dy);
  }

  /**
   * Show so much room around the picture; where there was some and is none any more, the picture fills the stage again.
   *
   * @param {Box | null} room
   */
  makeRoom(room) {
    const hadRoom = this.#room;
    this.#room = room;
    if ((room || hadRoom) && this.view) this.fit();
  }

  /** @param {View} view */
  #move(view) {
    this.view = view;
    this.#changed();
  }
}

/**
 * How far something at `position` must move to be well inside 0 to `length`.
 *
 * @param {number} position
 * @param {number} length
 */
function missing(position, length) {
  const margin = Math.min(40, length / 4);
  return Math.max(margin - position, 0) + Math.min(length - margin - position, 0);
}
