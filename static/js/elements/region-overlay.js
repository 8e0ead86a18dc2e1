/** The canvas over the picture that shows which regions are hovered and what is selected; see lib/overlay.js. */
import { contextOf, layOver } from "../lib/dom.js";
import { boxOnScreen, HOVERED, paint, paintMask, sample, sampleMask, SELECTED } from "../lib/overlay.js";
import { boxAround } from "../lib/region-borders.js";
import { regions } from "../regions.js";
import { selection } from "../selection.js";

const MOST_PIXELS = 1_500_000; // of the overlay at rest
const MOST_MOVING = 200_000; // and while the view moves: finding the regions under that many takes about a millisecond
const REST = 120; // milliseconds without a movement after which the overlay becomes fine again

/**
 * Where an overlay lies, and which pixels of a map lie under its own.
 *
 * @typedef {{ rect: Place, view: View, size: Size }} Lying
 * @typedef {{ origin: Point, step: Point }} Grid
 */

export class RegionOverlay {
  #canvas;
  #context;
  #image = new ImageData(1, 1);
  #sampled = new Uint32Array(1);
  #mask = new Uint8Array(1); // what is selected under each pixel of the canvas; used while the selection is more than regions
  #states = new Uint8Array(0);
  /** @type {Grid | null} */
  #grid = null; // which pixels of the map of regions lie under the canvas
  /** @type {Grid | null} */
  #maskGrid = null; // and which of the selection's bitmap
  /** @type {Lying} undefined until it is shown */
  #place;
  /** @type {RegionMap | null} */
  #map = null; // the map of regions that was sampled
  #most = MOST_PIXELS;
  #ratio = 1; // pixels of the canvas per CSS pixel
  #resting = 0;
  #isHidden = true; // whether it is not to be seen at rest either

  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.#canvas = canvas;
    this.#context = contextOf(canvas);
  }

  /**
   * Lie over `rect` of the stage, where `view` puts a picture of `size`; `isHidden` while something else is shown.
   *
   * @param {Place} rect
   * @param {View} view
   * @param {Size} size
   * @param {boolean} isHidden
   */
  show(rect, view, size, isHidden) {
    this.#isHidden = this.#canvas.hidden = isHidden || !(regions.map || selection.bitmap);
    if (this.#isHidden) return;
    const hasMoved = this.#place?.view !== view;
    if (hasMoved && this.#place) this.#coarsen();
    this.#place = { rect, view, size };
    this.#canvas.hidden = hasMoved && this.#isEmpty;
    if (this.#canvas.hidden) return;
    if (hasMoved || this.#map !== regions.map) this.#lie();
    else this.#refresh();
  }

  /** Whether nothing is hovered or selected: then a view that moves is drawn without the overlay, in half the time. */
  get #isEmpty() {
    return !regions.lit.length && !regions.selected.size && !selection.bitmap;
  }

  /** Few pixels while the view moves, or none where they would be empty; all of them once it has come to rest. */
  #coarsen() {
    this.#most = MOST_MOVING;
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => {
      this.#most = MOST_PIXELS;
      this.#canvas.hidden = this.#isHidden;
      if (!this.#isHidden) this.#lie();
    }, REST);
  }

  /** Find anew what lies under each pixel of the canvas. */
  #lie() {
    const { rect } = this.#place;
    // One pixel per CSS pixel at most: an outline is one pixel wide, and on fine screens it would be too thin to see.
    const ratio = Math.min(devicePixelRatio, 1, Math.sqrt(this.#most / (rect.width * rect.height)));
    this.#resize(rect, ratio);
    this.#map = regions.map;
    this.#grid = regions.map && gridOf(regions.map, this.#place, ratio);
    const { width, height } = this.#canvas;
    if (this.#map && this.#grid) sample(this.#map, this.#sampled, width, height, this.#grid.origin, this.#grid.step);
    else this.#sampled.fill(0);
    this.#ratio = ratio;
    this.#refresh();
  }

  /** Paint everything anew where it lies. */
  #refresh() {
    const { width, height } = this.#canvas;
    const whole = { left: 0, top: 0, right: width, bottom: height };
    const { bitmap } = selection;
    this.#maskGrid = bitmap && gridOf({ columns: bitmap.raw.width, rows: bitmap.raw.height }, this.#place, this.#ratio);
    if (bitmap) this.#sampleMask(whole);
    this.#paint(whole);
  }

  /**
   * Paint anew where the selection's bitmap has changed: a box in its pixels.
   *
   * @param {Box} box
   */
  repaintMask({ left, top, right, bottom }) {
    if (this.#canvas.hidden || !this.#maskGrid || !selection.bitmap) return;
    const { width, height } = this.#canvas;
    /** @type {MapBox} */
    const place = [top, left, bottom - top, right - left];
    const box = boxOnScreen(place, width, height, this.#maskGrid.origin, this.#maskGrid.step);
    this.#sampleMask(box);
    this.#paint(box);
  }

  /**
   * Paint anew where these regions are.
   *
   * @param {number[]} ids
   */
  repaint(ids) {
    const boxes = ids.map((id) => regions.get(id)?.bbox).filter((box) => box !== undefined);
    if (this.#canvas.hidden || !this.#grid || !boxes.length) return;
    const { width, height } = this.#canvas;
    this.#paint(boxOnScreen(boxAround(boxes), width, height, this.#grid.origin, this.#grid.step));
  }

  /**
   * @param {Place} rect
   * @param {number} ratio
   */
  #resize(rect, ratio) {
    const [width, height] = [Math.max(Math.round(rect.width * ratio), 1), Math.max(Math.round(rect.height * ratio), 1)];
    if (this.#canvas.width !== width || this.#canvas.height !== height || this.#image.width !== width) {
      this.#canvas.width = width;
      this.#canvas.height = height;
      this.#image = new ImageData(width, height);
      this.#sampled = new Uint32Array(width * height);
      this.#mask = new Uint8Array(width * height);
    }
    layOver(this.#canvas, rect);
  }

  /** @param {Box} box */
  #paint(box) {
    const { width, height } = this.#canvas;
    const [boxWidth, boxHeight] = [box.right - box.left, box.bottom - box.top];
    if (boxWidth <= 0 || boxHeight <= 0) return;
    const pixels = new Uint32Array(this.#image.data.buffer);
    if (selection.bitmap) paintMask(pixels, this.#sampled, this.#mask, width, height, this.#marked(), box);
    else paint(pixels, this.#sampled, width, height, this.#marked(), box);
    this.#context.putImageData(this.#image, 0, 0, box.left, box.top, boxWidth, boxHeight);
  }

  /** @param {Box} box */
  #sampleMask(box) {
    if (!selection.bitmap || !this.#maskGrid) return;
    const { width } = this.#canvas;
    sampleMask(selection.bitmap.shown, this.#mask, width, this.#maskGrid.origin, this.#maskGrid.step, box);
  }

  /** The state of each label: what `paint` looks up. */
  #marked() {
    const highest = regions.map?.labels.BYTES_PER_ELEMENT === 2 ? 0x10000 : 0x100;
    if (this.#states.length !== highest) this.#states = new Uint8Array(highest);
    this.#states.fill(0);
    if (!selection.bitmap) for (const id of regions.selected) this.#states[id] |= SELECTED;
    for (const id of regions.lit) this.#states[id] |= HOVERED;
    return this.#states;
  }
}

/**
 * Which pixels of a map of {columns, rows} lie under a canvas with `ratio` pixels per CSS pixel.
 *
 * @param {{ columns: number, rows: number }} map
 * @param {Lying} place
 * @param {number} ratio
 * @returns {Grid}
 */
function gridOf({ columns, rows }, { rect, view, size }, ratio) {
  const scale = { x: columns / size.width / view.scale, y: rows / size.height / view.scale };
  return {
    origin: { x: (rect.left - view.x + 0.5 / ratio) * scale.x, y: (rect.top - view.y + 0.5 / ratio) * scale.y },
    step: { x: scale.x / ratio, y: scale.y / ratio },
  };
}
