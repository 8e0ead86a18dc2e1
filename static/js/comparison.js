/**
 * Two states of the picture beside, after, or subtracted from each other. There is one of this per page; the stage has it drawn
 * over the picture as long as it `isOn`, and "change" says that it is to be drawn anew.
 */
import { Mipmap } from "./lib/mipmap.js";

const DOUBLINGS = 2; // of a difference, which is faint as it is: four times as bright

/** One of the two: the picture behind an address, held while it is wanted. */
class Side {
  address = "";
  /** @type {Mipmap | null} */
  picture = null;

  /**
   * Want the picture behind an address, or with "" none; resolves to true where it has come and is still wanted.
   *
   * @param {string} address
   */
  async want(address) {
    if (address === this.address) return false;
    this.address = address;
    this.#keep(null);
    if (!address) return true;
    try {
      const picture = await Mipmap.recall(address);
      if (address === this.address) this.#keep(picture);
      else picture.release();
    } catch (error) {
      if (address === this.address) this.address = "";
      throw error;
    }
    return address === this.address;
  }

  /** @param {Mipmap | null} picture */
  #keep(picture) {
    this.picture?.release();
    this.picture = picture;
  }
}

/** @typedef {{ way: string, share: number, isFlipped: boolean, isPeeking: boolean }} Facts */

class Comparison extends EventTarget {
  way = ""; // "slider", "blink" or "difference"; empty while nothing is compared
  share = 0.5; // of the picture's width that shows `before`, from the left
  isFlipped = false; // blinking shows `after`
  isPeeking = false; // at the original as a whole, whatever is compared
  before = new Side();
  after = new Side(); // without a picture: what the stage shows
  #original = new Side();

  /** True while what is seen is not, or not only, the picture that is worked on. */
  get isOn() {
    return this.isPeeking || this.way !== "";
  }

  /** @param {Partial<Facts>} facts */
  set(facts) {
    Object.assign(this, facts);
    this.dispatchEvent(new Event("change"));
  }

  /**
   * Compare these two addresses; an empty `after` is the picture as the stage shows it.
   *
   * @param {string} before
   * @param {string} after
   */
  async choose(before, after) {
    await Promise.all([this.before.want(before), this.after.want(after)]);
    this.dispatchEvent(new Event("change"));
  }

  /**
   * See the original at an address, or stop it.
   *
   * @param {boolean} isPeeking
   * @param {string} address
   */
  async peek(isPeeking, address) {
    if (isPeeking === this.isPeeking) return;
    this.set({ isPeeking });
    if (isPeeking && (await this.#original.want(address))) this.dispatchEvent(new Event("change"));
  }

  /**
   * Draw over the picture, which lies at `at` {x, y, width, height} of the context's canvas.
   *
   * @param {CanvasRenderingContext2D} context
   * @param {Rect} at
   */
  draw(context, at) {
    const { picture } = this.isPeeking ? this.#original : this.before;
    context.save();
    if (this.isPeeking) cover(context, picture, at);
    else this.#compare(context, picture, at);
    context.restore();
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Mipmap | null} before
   * @param {Rect} at
   */
  #compare(context, before, at) {
    cover(context, this.after.picture, at);
    if (this.way === "difference") subtract(context, before, at);
    if (this.way === "blink" && !this.isFlipped) cover(context, before, at);
    if (this.way !== "slider") return;
    context.beginPath();
    context.rect(at.x, 0, at.width * this.share, context.canvas.height);
    context.clip();
    cover(context, before, at);
  }
}

export const comparison = new Comparison();

/**
 * Draw a picture instead of what is there; one that has not come yet leaves that.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Mipmap | null} picture
 * @param {Rect} at
 */
function cover(context, picture, at) {
  if (!picture) return;
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  contain(context, picture, at);
}

/**
 * Leave the difference to a picture, amplified. Nothing is read back: some browsers falsify what is read from a canvas.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Mipmap | null} picture
 * @param {Rect} at
 */
function subtract(context, picture, at) {
  if (!picture) return;
  const { canvas } = context;
  const scaled = new OffscreenCanvas(canvas.width, canvas.height); // rounded to whole colours as what is there was
  contain(/** @type {OffscreenCanvasRenderingContext2D} */ (scaled.getContext("2d")), picture, at);
  context.globalCompositeOperation = "difference";
  context.drawImage(scaled, 0, 0);
  context.globalCompositeOperation = "lighter";
  for (let doubling = 0; doubling < DOUBLINGS; doubling += 1) context.drawImage(canvas, 0, 0);
  context.globalCompositeOperation = "destination-over";
  context.fillStyle = "#000";
  context.fillRect(0, 0, canvas.width, canvas.height);
}

/**
 * Draw a picture as large as the place lets it, in its middle: it may have been cropped or expanded since.
 *
 * @param {Context} context
 * @param {Mipmap} picture
 * @param {Rect} rect
 */
function contain(context, picture, { x, y, width, height }) {
  const scale = Math.min(width / picture.width, height / picture.height);
  const size = { width: picture.width * scale, height: picture.height * scale };
  picture.draw(context, x + (width - size.width) / 2, y + (height - size.height) / 2, size.width, size.height);
}
