/** The brush over the picture: paints strokes, and shows those that were painted. */
import { contextOf, createCanvas } from "../lib/dom.js";
import { startStroke, extendStroke, tracePath } from "../lib/stroke-path.js";
import { modes } from "../modes.js";
import { regions } from "../regions.js";
import { strokes } from "./background-strokes.js";

const RING = [{ colour: "#000", width: 3 }, { colour: "#fff", width: 1.5 }]; // CSS pixels
const AREA_SIDE = 512; // pixels: as fine as a tint over regions needs to be

export class Brush {
  kind = ""; // "keep", "remove", or "" while it is put down
  size = 28; // CSS pixels
  #colours;
  #scale = 1; // CSS pixels per pixel of the picture
  /** @type {BrushStep | null} */
  #stroke = null;
  /** @type {Point | null} */
  #at = null;

  /**
   * `colours` {keep, remove} are CSS colours.
   *
   * @param {Record<string, string>} colours
   */
  constructor(colours) {
    this.#colours = colours;
  }

  /**
   * A stroke for `modes`, or null while the brush is down.
   *
   * @param {Point} at
   * @returns {Stroke | null}
   */
  grab(at) {
    if (!this.kind) return null;
    const radius = Math.max(1, this.size / this.#scale) / 2;
    /** @type {BrushStep} */
    const stroke = { kind: "brush", add: this.kind === "keep", radius, points: startStroke(at) };
    this.#stroke = stroke;
    this.#point(at);
    return {
      move: (points) => {
        for (const point of points) stroke.points = extendStroke(stroke.points, point, 2 * radius);
        this.#point(points.at(-1) ?? null);
      },
      end: () => {
        this.#stroke = null;
        strokes.add(stroke);
      },
      cancel: () => {
        this.#stroke = null;
        modes.redraw();
      },
    };
  }

  /** @param {Point | null} at */
  hover(at) {
    if (this.kind) this.#point(at);
  }

  /** @param {Point | null} at */
  #point(at) {
    this.#at = at;
    modes.redraw();
  }

  /**
   * Paint the strokes, while the brush is in the hand, and its outline where the pointer is.
   *
   * @param {CanvasRenderingContext2D} context
   * @param {ToStage} toStage
   * @param {number} scale
   * @param {Size} size
   */
  draw(context, toStage, scale, size) {
    this.#scale = scale;
    if (!this.kind) return;
    for (const stroke of this.#stroke ? [...strokes.all, this.#stroke] : strokes.all) this.#paint(context, stroke, toStage, scale, size);
    if (this.#at) this.#ring(context, toStage(this.#at));
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {SubjectStroke} stroke
   * @param {ToStage} toStage
   * @param {number} scale
   * @param {Size} size
   */
  #paint(context, stroke, toStage, scale, size) {
    const colour = this.#colours[stroke.add ? "keep" : "remove"];
    if (stroke.kind === "regions") {
      const [from, to] = [toStage({ x: 0, y: 0 }), toStage({ x: size.width, y: size.height })];
      const area = areaOf(stroke, colour);
      if (area) context.drawImage(area, from.x, from.y, to.x - from.x, to.y - from.y);
      return;
    }
    const path = tracePath(stroke.points, toStage);
    context.save();
    context.lineCap = context.lineJoin = "round";
    context.globalAlpha = 0.55;
    context.strokeStyle = colour;
    context.lineWidth = 2 * stroke.radius * scale;
    context.stroke(path);
    // Not by colour alone: what is removed has a dashed line in its middle.
    context.globalAlpha = 1;
    context.strokeStyle = "#fff";
    context.lineWidth = 1.5;
    if (!stroke.add) context.setLineDash([4, 5]);
    context.stroke(path);
    context.restore();
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Point} at
   */
  #ring(context, { x, y }) {
    for (const { colour, width } of RING) {
      context.beginPath();
      context.arc(x, y, this.size / 2, 0, 2 * Math.PI);
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.stroke();
    }
  }
}

/** @type {WeakMap<RegionsStep, { map: RegionMap, canvas: HTMLCanvasElement }>} */
const areas = new WeakMap(); // mark -> {map, canvas}

/**
 * The regions of a mark as a tint, made once for as long as the picture has these regions.
 *
 * @param {RegionsStep} mark
 * @param {string} colour
 */
function areaOf(mark, colour) {
  const map = regions.mapOf(mark.ids);
  if (!map) return null;
  const known = areas.get(mark);
  if (known?.map === map) return known.canvas;
  const scale = Math.min(1, AREA_SIDE / Math.max(map.columns, map.rows));
  const [width, height] = [Math.max(1, Math.round(map.columns * scale)), Math.max(1, Math.round(map.rows * scale))];
  const canvas = createCanvas(width, height);
  const wanted = new Set(mark.ids);
  const image = new ImageData(width, height);
  for (let y = 0; y < height; y += 1) {
    const row = Math.floor((y / height) * map.rows) * map.columns;
    for (let x = 0; x < width; x += 1) {
      if (wanted.has(map.labels[row + Math.floor((x / width) * map.columns)])) image.data[(y * width + x) * 4 + 3] = 140;
    }
  }
  const context = contextOf(canvas);
  context.putImageData(image, 0, 0);
  context.globalCompositeOperation = "source-in";
  context.globalAlpha = 0.55;
  context.fillStyle = colour;
  context.fillRect(0, 0, width, height);
  areas.set(mark, { map, canvas });
  return canvas;
}
