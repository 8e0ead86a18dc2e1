/** What the selection will look like, over the picture: a mode (modes.js) that paints and leaves every press to selecting. */
import { contextOf } from "../lib/dom.js";
import { Bitmap } from "../lib/bitmap.js";
import { regions } from "../regions.js";
import { selection } from "../selection.js";
import { current } from "../current-revision.js";

const MOST_PIXELS = 600_000; // of the preview: made anew with every stroke

export class GenFillPreview {
  #canvas = document.createElement("canvas");
  #number = 0; // the revision that it was made for

  /**
   * Show the selection filled with what `paint` paints (background-fills.js): the paint fills the selection's box.
   *
   * @param {Paint} paint
   */
  fill(paint) {
    this.#number = current.revision.number;
    const bitmap = new Bitmap(current.revision, MOST_PIXELS);
    bitmap.redraw(selection.steps, selection.edges, regions.map);
    const { pixels, width, height } = bitmap.shown;
    const image = new ImageData(width, height);
    for (let place = 0; place < pixels.length; place += 1) image.data[4 * place + 3] = pixels[place];
    Object.assign(this.#canvas, { width, height });
    const context = contextOf(this.#canvas);
    context.putImageData(image, 0, 0);
    context.globalCompositeOperation = "source-in";
    paint(context, boxOf(bitmap.shown));
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {ToStage} toStage
   * @param {number} scale
   */
  draw(context, toStage, scale) {
    const { number, width, height } = current.revision;
    if (number !== this.#number) return;
    const { x, y } = toStage({ x: 0, y: 0 });
    context.imageSmoothingQuality = "high";
    context.drawImage(this.#canvas, x, y, width * scale, height * scale);
  }
}

/**
 * The box of all that is selected, however faintly.
 *
 * @param {Mask} mask
 */
function boxOf({ pixels, width, height }) {
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let place = 0; place < pixels.length; place += 1) {
    if (!pixels[place]) continue;
    const column = place % width;
    left = Math.min(left, column);
    right = Math.max(right, column + 1);
    top = Math.min(top, Math.floor(place / width));
    bottom = Math.floor(place / width) + 1;
  }
  return { x: left, y: top, width: Math.max(right - left, 0), height: Math.max(bottom - top, 0) };
}
