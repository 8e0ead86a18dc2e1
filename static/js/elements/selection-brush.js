/** Brush and mask eraser, as a mode of the picture (modes.js). `options` {size, isSnapping}: the brush's width in CSS pixels. */
import { drawRing } from "../lib/outlines.js";
import { modes } from "../modes.js";
import { howDrawn } from "../regions.js";
import { selection } from "../selection.js";
import { Crosshair } from "./selection-crosshair.js";

const LEAST_STEP = 0.1; // of the brush's radius, between two points of a stroke: closer ones change nothing that is seen

export class SelectionBrush {
  cursor = "crosshair";
  regions = false;
  #options;
  #isEraser;
  #scale = 1;
  /** @type {Point | null} */
  #at = null;
  /** @type {BrushStep | null} */
  #stroke = null;
  #crosshair = new Crosshair(this);

  /**
   * @param {{ size: number, isSnapping: boolean }} options
   * @param {boolean} isEraser
   */
  constructor(options, isEraser) {
    this.#options = options;
    this.#isEraser = isEraser;
  }

  get #radius() {
    return round(Math.max(this.#options.size / 2 / this.#scale, 0.5));
  }

  /**
   * @param {Point} at
   * @param {PointerEvent} event
   * @returns {Stroke | null}
   */
  grab(at, event) {
    this.#crosshair.hide();
    this.down(at, event);
    return {
      move: (points) => points.forEach((point) => this.along(point)),
      end: () => this.up(),
      cancel: () => this.drop(),
    };
  }

  /**
   * @param {Point} at
   * @param {PointerEvent | KeyboardEvent} event
   */
  down(at, event) {
    const how = howDrawn(event);
    const start = { x: round(at.x), y: round(at.y) };
    this.#stroke = { kind: "brush", add: how === "toggle" ? !this.#isEraser : how === "add", radius: this.#radius, points: [] };
    this.#extend(start, start);
  }

  /** @param {Point} at */
  along(at) {
    this.#at = at;
    modes.redraw();
    if (!this.#stroke) return;
    const [x, y] = this.#stroke.points.slice(-2);
    const to = { x: round(at.x), y: round(at.y) };
    if (Math.hypot(to.x - x, to.y - y) >= LEAST_STEP * this.#stroke.radius) this.#extend({ x, y }, to);
  }

  up() {
    const stroke = this.#stroke;
    this.#stroke = null;
    if (!stroke) return;
    if (this.#options.isSnapping) selection.snap(stroke);
    else selection.add(stroke, true);
  }

  drop() {
    this.#stroke = null;
    selection.cancel();
  }

  /** @param {Point | null} at */
  hover(at) {
    this.#at = at;
    modes.redraw();
  }

  /**
   * @param {KeyboardEvent} event
   * @param {Stage} stage
   */
  key(event, stage) {
    this.#scale = stage.scale;
    return this.#crosshair.press(event, stage);
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {ToStage} toStage
   * @param {number} scale
   */
  draw(context, toStage, scale) {
    this.#scale = scale;
    const at = this.#crosshair.at ?? this.#at;
    if (at) drawRing(context, toStage(at), (this.#stroke?.radius ?? this.#radius) * scale);
    this.#crosshair.draw(context, toStage);
  }

  /**
   * @param {Point} from
   * @param {Point} to
   */
  #extend(from, to) {
    if (!this.#stroke) return;
    const { points, radius, add } = this.#stroke;
    points.push(to.x, to.y);
    selection.paint(from, to, radius, add);
  }
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 10) / 10;
}
