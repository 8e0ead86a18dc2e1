/**
 * The picture on the stage as it is in memory: first a rendition of a screen's size, and the full image once that is shown larger
 * than it is. The one shown stays until another is here.
 */
import { toast } from "../announcer.js";
import { Mipmap, widestFor } from "../lib/mipmap.js";
import { words } from "../words.js";

const SHARP_ENOUGH = 1.05; // screen pixels per pixel of the rendition beyond which the full image is fetched
const NUMBER = /revisions\/(\d+)/; // of a revision, in its addresses

export class StagePicture {
  number = 0; // of the revision that is shown
  /** @type {Mipmap | null} */
  #levels = null;
  #isFull = false;
  /** @type {AbortController | null} */
  #loading = null;
  #onChange;

  /** @param {() => void} onChange called where there is another picture to draw */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  get isThere() {
    return this.#levels !== null;
  }

  /**
   * Show a picture in the place of the present one where it is in memory and of the same shape.
   *
   * @param {string} address
   * @param {Size} size of the present one
   */
  expect(address, { width, height }) {
    const levels = Mipmap.remembered(address);
    if (!levels || !this.#levels) return;
    const isAlike = Math.abs(levels.width * height - levels.height * width) < Math.max(levels.width, levels.height);
    if (isAlike) this.#take(levels.hold(), Number(address.match(NUMBER)?.[1]));
  }

  /**
   * Fetch the full image of a revision that is shown `shownWidth` screen pixels wide, where that is wider than what is here.
   *
   * @param {Revision} revision
   * @param {number} shownWidth
   */
  sharpen(revision, shownWidth) {
    if (!this.#levels || this.#isFull || shownWidth <= this.#levels.width * SHARP_ENOUGH) return;
    this.#isFull = true;
    this.load(revision, true);
  }

  /**
   * @param {Context} context
   * @param {number} x
   * @param {number} y
   * @param {number} width
   * @param {number} height
   */
  draw(context, x, y, width, height) {
    this.#levels?.draw(context, x, y, width, height);
  }

  /**
   * Show a revision by its rendition, from memory or fetched, or by its full image, unless another is asked for by then.
   *
   * @param {Revision} revision
   * @param {boolean} [isFull]
   */
  async load(revision, isFull = false) {
    this.#loading?.abort();
    this.#loading = new AbortController();
    const { signal } = this.#loading;
    try {
      const levels = await (isFull ? Mipmap.load(revision.image, signal, "auto", widestFor(revision)) : Mipmap.recall(revision.screen, signal));
      if (signal.aborted) {
        levels.release();
        return;
      }
      this.#isFull = isFull || levels.width >= revision.width;
      this.#take(levels, revision.number);
    } catch {
      if (!signal.aborted) toast(words("picture-missing"));
    }
  }

  /**
   * @param {Mipmap} levels
   * @param {number} number
   */
  #take(levels, number) {
    this.#levels?.release();
    this.#levels = levels;
    this.number = number;
    this.#onChange();
  }
}
