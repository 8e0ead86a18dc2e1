/**
 * A picture in halving sizes, so that drawing it small costs little and looks smooth. Its memory is not the collector's: who
 * gets one releases it when it is no longer shown, and the last one to do so closes it.
 */
export class Mipmap {
  #levels;
  #holders = 1;

  constructor(levels) {
    this.#levels = levels;
    this.width = levels[0].width;
    this.height = levels[0].height;
  }

  /** What is behind an address, from memory where it was shown lately: undo and redo then take no time. */
  static async recall(address, signal, priority = "auto") {
    const picture = lately.get(address)?.hold() ?? (await Mipmap.load(address, signal, priority));
    remember(address, picture.hold());
    return picture;
  }

  /** Fetch an address and make the levels. */
  static async load(address, signal, priority = "auto") {
    const response = await fetch(address, { signal, priority });
    if (!response.ok) throw new Error(`The picture answered ${response.status}.`);
    const levels = [await createImageBitmap(await response.blob())];
    try {
      while (Math.min(levels.at(-1).width, levels.at(-1).height) > SMALLEST) levels.push(await halved(levels.at(-1)));
      signal?.throwIfAborted();
    } catch (error) {
      for (const level of levels) level.close();
      throw error;
    }
    return new Mipmap(levels);
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

  /** Draw the picture into the rectangle (x, y, width, height) of a 2D context. */
  draw(context, x, y, width, height) {
    const level = this.#levels.findLast((bitmap) => bitmap.width >= width) ?? this.#levels[0];
    context.imageSmoothingEnabled = width / this.width < CRISP;
    context.imageSmoothingQuality = "medium";
    context.drawImage(level, x, y, width, height);
  }
}

const lately = new Map(); // address -> Mipmap, the one used last at the end
const REMEMBERED = 6; // pictures of at most 2048 pixels a side: some 20 MB each
const SMALLEST = 256; // pixels: below this, halving saves nothing
const CRISP = 3; // screen pixels per picture pixel from which single pixels are shown as squares

/** Keep a picture that is held for this; the one used longest ago goes. */
function remember(address, picture) {
  lately.get(address)?.release();
  lately.delete(address);
  lately.set(address, picture);
  if (lately.size <= REMEMBERED) return;
  const [oldest, forgotten] = lately.entries().next().value;
  lately.delete(oldest);
  forgotten.release();
}

function halved(bitmap) {
  const size = { resizeWidth: Math.ceil(bitmap.width / 2), resizeHeight: Math.ceil(bitmap.height / 2) };
  return createImageBitmap(bitmap, { ...size, resizeQuality: "medium" });
}
