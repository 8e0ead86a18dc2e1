/**
 * A picture in halving sizes, so that drawing it small costs little and looks smooth. Its memory is not the collector's: who
 * gets one releases it when it is no longer shown, and the last one to do so closes it.
 */
import { find } from "./dom.js";

export class Mipmap {
  #levels;
  #holders = 1;

  /** @param {ImageBitmap[]} levels */
  constructor(levels) {
    this.#levels = levels;
    this.width = levels[0].width;
    this.height = levels[0].height;
  }

  /**
   * What is behind an address, from memory where it was shown lately: undo and redo then take no time.
   *
   * @param {string} address
   * @param {AbortSignal} [signal]
   * @param {RequestPriority} [priority]
   */
  static async recall(address, signal, priority = "auto") {
    const picture = lately.get(address)?.hold() ?? (await Mipmap.load(address, signal, priority));
    remember(address, picture.hold());
    return picture;
  }

  /**
   * What is behind an address, where it is in memory; it is not held for whoever asks.
   *
   * @param {string} address
   */
  static remembered(address) {
    return lately.get(address);
  }

  /**
   * Fetch an address and make the levels.
   *
   * @param {string} address
   * @param {AbortSignal} [signal]
   * @param {RequestPriority} [priority]
   * @param {number} [width] of the largest level; the picture's own by default
   */
  static async load(address, signal, priority = "auto", width = 0) {
    const response = await fetch(address, { signal, priority });
    if (!response.ok) throw new Error(`The picture answered ${response.status}.`);
    const picture = new Mipmap(await levelsBeside(await response.blob(), width));
    if (signal?.aborted) picture.release();
    signal?.throwIfAborted();
    return picture;
  }

  /** The picture for somebody else, who releases it as well. */
  hold() {
    this.#holders += 1;
    return this;
  }

  release() {
    this.#holders -= 1;
    if (!this.#holders) for (const level of this.#levels) level.close();
  }

  /**
   * Draw the picture into the rectangle (x, y, width, height) of a 2D context.
   *
   * @param {Context} context
   * @param {number} x
   * @param {number} y
   * @param {number} width
   * @param {number} height
   */
  draw(context, x, y, width, height) {
    const level = this.#levels.findLast((bitmap) => bitmap.width >= width) ?? this.#levels[0];
    context.imageSmoothingEnabled = width / this.width < CRISP;
    context.imageSmoothingQuality = "low"; // of a level at most twice as large; any other quality halves it in each frame
    context.drawImage(level, x, y, width, height);
  }
}

/** @type {Map<string, Mipmap>} */
const lately = new Map(); // address -> Mipmap, the one used last at the end
const REMEMBERED = 6; // pictures of at most 2048 pixels a side: some 20 MB each
const PHONE = 2 ** 24; // pixels
const CRISP = 3; // screen pixels per picture pixel from which single pixels are shown as squares

/**
 * Keep a picture that is held for this; the one used longest ago goes.
 *
 * @param {string} address
 * @param {Mipmap} picture
 */
function remember(address, picture) {
  lately.get(address)?.release();
  lately.delete(address);
  lately.set(address, picture);
  if (lately.size <= REMEMBERED) return;
  const [[oldest, forgotten]] = lately;
  lately.delete(oldest);
  forgotten.release();
}

/** @type {Worker | null} */
let worker = null;
let count = 0;
/** @type {Map<number, { resolve: (levels: ImageBitmap[]) => void, reject: (error: Error) => void }>} */
const waiting = new Map(); // id -> what resolves and rejects the promise of its levels

/**
 * The width that a bitmap of a picture may have on a device with fingers alone: phones take 16.7 megapixels; 0 for any.
 *
 * @param {Size} size
 */
export function widestFor({ width, height }) {
  const isPhone = matchMedia("(pointer: coarse)").matches;
  return isPhone && width * height > PHONE ? Math.floor(Math.sqrt((PHONE * width) / height)) : 0;
}

/**
 * The levels of a picture, made by the worker whose address the page says.
 *
 * @param {Blob} blob
 * @param {number} width
 */
function levelsBeside(blob, width) {
  const hired = worker ?? hire();
  worker = hired;
  count += 1;
  return new Promise((resolve, reject) => {
    waiting.set(count, { resolve, reject });
    hired.postMessage({ id: count, blob, width });
  });
}

function hire() {
  const hired = new Worker(find(document, "[data-levels-worker]").dataset.levelsWorker ?? "", { type: "module" });
  hired.addEventListener("message", ({ data: { id, levels, error } }) => {
    const made = waiting.get(id);
    waiting.delete(id);
    if (levels) made?.resolve(levels);
    else made?.reject(new Error(error));
  });
  hired.addEventListener("error", ({ message }) => {
    for (const { reject } of waiting.values()) reject(new Error(message));
    waiting.clear();
    worker = null;
  });
  return hired;
}
