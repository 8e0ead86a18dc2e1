/** The canvas over the picture that shows which regions are hovered and selected; see lib/overlay.js. */
import { boxOnScreen, HOVERED, paint, sample, SELECTED } from "../lib/overlay.js";
import { regions } from "../regions.js";

const MOST_PIXELS = 1_500_000; // of the overlay: a larger one costs time in each frame

export class RegionOverlay {
  #canvas;
  #context;
  #image = null;
  #sampled = null;
  #states = new Uint8Array(0);
  #grid = null;

  constructor(canvas) {
    this.#canvas = canvas;
    this.#context = canvas.getContext("2d");
  }

  /** Lie over `rect` of the stage, where `view` puts a picture of `size`; `isHidden` while something else is shown. */
  show(rect, view, size, isHidden) {
    this.#canvas.hidden = isHidden || !regions.map;
    if (this.#canvas.hidden) return;
    // One pixel per CSS pixel at most: an outline is one pixel wide, and on fine screens it would be too thin to see.
    const ratio = Math.min(devicePixelRatio, 1, Math.sqrt(MOST_PIXELS / (rect.width * rect.height)));
    this.#resize(rect, ratio);
    const { columns, rows } = regions.map;
    const scale = { x: columns / size.width / view.scale, y: rows / size.height / view.scale };
    this.#grid = {
      origin: { x: (rect.left - view.x + 0.5 / ratio) * scale.x, y: (rect.top - view.y + 0.5 / ratio) * scale.y },
      step: { x: scale.x / ratio, y: scale.y / ratio },
    };
    const { width, height } = this.#canvas;
    sample(regions.map, this.#sampled, width, height, this.#grid.origin, this.#grid.step);
    this.#paint({ left: 0, top: 0, right: width, bottom: height });
  }

  /** Paint anew where these regions are. */
  repaint(ids) {
    if (this.#canvas.hidden || !this.#grid) return;
    const { width, height } = this.#canvas;
    for (const id of ids) {
      const region = regions.get(id);
      if (region) this.#paint(boxOnScreen(region.bbox, width, height, this.#grid.origin, this.#grid.step));
    }
  }

  #resize(rect, ratio) {
    const [width, height] = [Math.max(Math.round(rect.width * ratio), 1), Math.max(Math.round(rect.height * ratio), 1)];
    if (this.#canvas.width !== width || this.#canvas.height !== height || !this.#image) {
      this.#canvas.width = width;
      this.#canvas.height = height;
      this.#image = new ImageData(width, height);
      this.#sampled = new Uint32Array(width * height);
    }
    for (const side of ["left", "top", "width", "height"]) this.#canvas.style[side] = `${rect[side]}px`;
  }

  #paint(box) {
    const { width, height } = this.#canvas;
    const [boxWidth, boxHeight] = [box.right - box.left, box.bottom - box.top];
    if (boxWidth <= 0 || boxHeight <= 0) return;
    paint(new Uint32Array(this.#image.data.buffer), this.#sampled, width, height, this.#marked(), box);
    this.#context.putImageData(this.#image, 0, 0, box.left, box.top, boxWidth, boxHeight);
  }

  /** The state of each label: what `paint` looks up. */
  #marked() {
    const highest = regions.map.labels.BYTES_PER_ELEMENT === 1 ? 0x100 : 0x10000;
    if (this.#states.length !== highest) this.#states = new Uint8Array(highest);
    this.#states.fill(0);
    for (const id of regions.selected) this.#states[id] |= SELECTED;
    if (regions.hovered) this.#states[regions.hovered] |= HOVERED;
    return this.#states;
  }
}
