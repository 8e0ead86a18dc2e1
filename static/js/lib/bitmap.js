/**
 * A selection as a picture of its own, at the picture's size or, where that is large, at a smaller one: `raw` is what the steps
 * make (editor/selections.py says what a step is), `shown` the same after the edge was smoothed, moved and softened. Both are
 * {pixels, width, height} as in lib/shapes.js. Nothing is read back from a canvas.
 */
import { reachOf, refineMask } from "./edges.js";
import { drawBox, drawCapsule, drawLasso, drawStroke, widenBox } from "./shapes.js";

const MOST_PIXELS = 4_000_000; // of a bitmap: an outline is seen to about half a pixel at 12 megapixels
export const NO_EDGES = Object.freeze({ smooth: 0, grow: 0, feather: 0 });

export class Bitmap {
  /** @type {Edges} */
  #edges = NO_EDGES; // in pixels of the bitmap

  /**
   * An empty selection of a picture of `size` {width, height}.
   *
   * @param {Size} size
   * @param {number} [mostPixels]
   */
  constructor(size, mostPixels = MOST_PIXELS) {
    this.size = size;
    this.scale = Math.min(1, Math.sqrt(mostPixels / (size.width * size.height)));
    const [width, height] = [size.width, size.height].map((side) => Math.max(Math.round(side * this.scale), 1));
    this.across = width / size.width; // pixels of the bitmap per pixel of the picture
    this.down = height / size.height;
    this.raw = { pixels: new Uint8Array(width * height), width, height };
    this.shown = this.raw;
  }

  /**
   * True where it is one of a picture of that size.
   *
   * @param {Size} size
   */
  fits({ width, height }) {
    return width === this.size.width && height === this.size.height;
  }

  get whole() {
    return { left: 0, top: 0, right: this.raw.width, bottom: this.raw.height };
  }

  /**
   * Draw the steps on nothing, with these edges in pixels of the picture. `map` is the decoded map of the regions, with the one
   * before it where there is one, or null.
   *
   * @param {Step[]} steps
   * @param {Edges} edges
   * @param {RegionMap | null} map
   */
  redraw(steps, edges, map) {
    this.raw.pixels.fill(0);
    for (const step of steps) this.#draw(step, map);
    this.soften(edges);
  }

  /**
   * Draw one more step; returns the box of the bitmap that looks different now.
   *
   * @param {Step} step
   * @param {RegionMap | null} map
   */
  add(step, map) {
    return this.#refine(this.#draw(step, map));
  }

  /**
   * Draw one more piece of a stroke, from a point of the picture to another; returns the same.
   *
   * @param {Point} start
   * @param {Point} end
   * @param {number} radius
   * @param {boolean} isAdded
   */
  extend(start, end, radius, isAdded) {
    const box = drawCapsule(this.raw, this.#at(start), this.#at(end), radius * this.scale, isAdded ? 255 : 0);
    return this.#refine(box);
  }

  /**
   * Give the selection other edges, in pixels of the picture.
   *
   * @param {Edges} edges
   */
  soften(edges) {
    const { smooth, grow, feather } = edges;
    const [smoothed, grown, feathered] = [smooth, grow, feather].map((value) => Math.round(value * this.scale));
    this.#edges = { smooth: smoothed, grow: grown, feather: feathered };
    this.shown = this.raw;
    if (!reachOf(this.#edges)) return;
    this.shown = { ...this.raw, pixels: new Uint8Array(this.raw.pixels.length) };
    this.#refine(boundsOf(this.raw));
  }

  /** What share of the picture is selected, 0 to 1. */
  get share() {
    const { pixels } = this.shown;
    let count = 0;
    for (let place = 0; place < pixels.length; place += 1) count += pixels[place] >> 7; // ten times as quick as "of"
    return count / pixels.length;
  }

  /**
   * @param {Step} step
   * @param {RegionMap | null} map
   */
  #draw(step, map) {
    const value = step.add ? 255 : 0;
    if (step.kind === "invert") return this.#invert();
    if (step.kind === "regions") return this.#fill(step.ids, map, value);
    const points = toPoints(step.points).map((point) => this.#at(point));
    if (step.kind === "brush") return drawStroke(this.raw, points, step.radius * this.scale, value);
    return (step.kind === "lasso" ? drawLasso : drawBox)(this.raw, points, value);
  }

  /** @param {Point} at */
  #at({ x, y }) {
    return { x: x * this.across, y: y * this.down };
  }

  #invert() {
    const { pixels } = this.raw;
    for (let place = 0; place < pixels.length; place += 1) pixels[place] = 255 - pixels[place];
    return this.whole;
  }

  /**
   * @param {Iterable<number>} ids
   * @param {RegionMap | null} map
   * @param {number} value
   */
  #fill(ids, map, value) {
    if (!map) return { left: 0, top: 0, right: 0, bottom: 0 };
    if (map.earlier) this.#fill(ids, map.earlier, value);
    const wanted = new Uint8Array(0x10000);
    for (const id of ids) wanted[id] = 1;
    const { pixels, width, height } = this.raw;
    const columns = columnsOf(map, width);
    for (let row = 0; row < height; row += 1) {
      const [from, to] = [rowOf(map, row, height), row * width];
      for (let column = 0; column < width; column += 1) {
        if (wanted[map.labels[from + columns[column]]]) pixels[to + column] = value;
      }
    }
    return this.whole;
  }

  /**
   * Bring what is shown up to date in and around a box; where no edge is asked for, both are the same.
   *
   * @param {Box} box
   */
  #refine(box) {
    const reach = reachOf(this.#edges);
    if (!reach) return box;
    const changed = widenBox(box, reach, this.raw);
    const around = widenBox(changed, reach, this.raw);
    paste(refineMask(crop(this.raw, around), this.#edges), around, this.shown, changed);
    return changed;
  }
}

/**
 * [x, y, x, y, …] as points.
 *
 * @param {number[]} numbers
 */
function toPoints(numbers) {
  return Array.from({ length: numbers.length / 2 }, (_, place) => ({ x: numbers[2 * place], y: numbers[2 * place + 1] }));
}

/**
 * How much of each region is selected: two Uint32Arrays by id, of the selected pixels and of all.
 *
 * @param {Mask} mask
 * @param {LabelMap} map
 */
export function coverage({ pixels, width, height }, map) {
  const inside = new Uint32Array(0x10000);
  const columns = columnsOf(map, width);
  for (let row = 0; row < height; row += 1) {
    const [from, to] = [rowOf(map, row, height), row * width];
    for (let column = 0; column < width; column += 1) {
      if (pixels[to + column] > 127) inside[map.labels[from + columns[column]]] += 1;
    }
  }
  return { inside, all: countAll(map, width, height) };
}

/** @type {WeakMap<LabelMap, { width: number, all: Uint32Array }>} */
const counted = new WeakMap(); // for the width that was asked for last: every stroke asks for the same

/**
 * How many pixels of a bitmap each region has, by id.
 *
 * @param {LabelMap} map
 * @param {number} width
 * @param {number} height follows from the width: both are a picture's
 */
function countAll(map, width, height) {
  const known = counted.get(map);
  if (known?.width === width) return known.all;
  const all = new Uint32Array(0x10000);
  const columns = columnsOf(map, width);
  for (let row = 0; row < height; row += 1) {
    const from = rowOf(map, row, height);
    for (let column = 0; column < width; column += 1) all[map.labels[from + columns[column]]] += 1;
  }
  counted.set(map, { width, all });
  return all;
}

/**
 * Where in the labels the row of the map begins that lies under a row of a bitmap.
 *
 * @param {LabelMap} map
 * @param {number} row
 * @param {number} height of the bitmap
 */
function rowOf(map, row, height) {
  return Math.floor(((row + 0.5) * map.rows) / height) * map.columns;
}

/**
 * Which column of the map lies under each of a bitmap `width` pixels wide.
 *
 * @param {LabelMap} map
 * @param {number} width
 */
function columnsOf(map, width) {
  return Int32Array.from({ length: width }, (_, column) => Math.floor(((column + 0.5) * map.columns) / width));
}

/**
 * The box that holds everything that is selected.
 *
 * @param {Mask} mask
 */
function boundsOf({ pixels, width, height }) {
  const box = { left: width, top: height, right: 0, bottom: 0 };
  for (let row = 0; row < height; row += 1) {
    const part = pixels.subarray(row * width, (row + 1) * width);
    const first = part.indexOf(255);
    if (first < 0) continue;
    box.left = Math.min(box.left, first);
    box.right = Math.max(box.right, part.lastIndexOf(255) + 1);
    box.top = Math.min(box.top, row);
    box.bottom = row + 1;
  }
  return box.right ? box : { left: 0, top: 0, right: 0, bottom: 0 };
}

/**
 * @param {Mask} mask
 * @param {Box} box
 */
function crop({ pixels, width }, { left, top, right, bottom }) {
  const part = { pixels: new Uint8Array((right - left) * (bottom - top)), width: right - left, height: bottom - top };
  for (let row = top; row < bottom; row += 1) {
    part.pixels.set(pixels.subarray(row * width + left, row * width + right), (row - top) * part.width);
  }
  return part;
}

/**
 * Copy `box` of a part that lies at `place` into the whole.
 *
 * @param {Mask} part
 * @param {Box} place
 * @param {Mask} whole
 * @param {Box} box
 */
function paste(part, place, whole, box) {
  for (let row = box.top; row < box.bottom; row += 1) {
    const from = (row - place.top) * part.width - place.left;
    whole.pixels.set(part.pixels.subarray(from + box.left, from + box.right), row * whole.width + box.left);
  }
}
