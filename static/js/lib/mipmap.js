/** A picture in halving sizes, so that drawing it small costs little and looks smooth. */
export class Mipmap {
  #levels;

  constructor(levels) {
    this.#levels = levels;
    this.width = levels[0].width;
    this.height = levels[0].height;
  }

  /** Fetch an address and make the levels. */
  static async load(address, signal) {
    const response = await fetch(address, { signal });
    if (!response.ok) throw new Error(`The picture answered ${response.status}.`);
    const levels = [await createImageBitmap(await response.blob())];
    while (Math.min(levels.at(-1).width, levels.at(-1).height) > SMALLEST) levels.push(await halved(levels.at(-1)));
    return new Mipmap(levels);
  }

  /** Draw the picture into the rectangle (x, y, width, height) of a 2D context. */
  draw(context, x, y, width, height) {
    const level = this.#levels.findLast((bitmap) => bitmap.width >= width) ?? this.#levels[0];
    context.imageSmoothingEnabled = width / this.width < CRISP;
    context.imageSmoothingQuality = "medium";
    context.drawImage(level, x, y, width, height);
  }

  /** Free the memory now rather than some time. */
  close() {
    this.#levels.forEach((level) => level.close());
  }
}

const SMALLEST = 256; // pixels: below this, halving saves nothing
const CRISP = 3; // screen pixels per picture pixel from which single pixels are shown as squares

function halved(bitmap) {
  const size = { resizeWidth: Math.ceil(bitmap.width / 2), resizeHeight: Math.ceil(bitmap.height / 2) };
  return createImageBitmap(bitmap, { ...size, resizeQuality: "medium" });
}
