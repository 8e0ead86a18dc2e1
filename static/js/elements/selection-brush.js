/** Brush and mask eraser, as a mode of the picture (modes.js). `options` {size, isSnapping}: the brush's width in CSS pixels. */
import { drawRing } from "../lib/outlines.js";
import { modes } from "../modes.js";
import { howOf } from "../regions.js";
import { selection } from "../selection.js";
import { Crosshair } from "./selection-crosshair.js";

const LEAST_STEP = 0.1; // of the brush's radius, between two points of a stroke: closer ones change nothing that is seen

export class SelectionBrush {
  cursor = "crosshair";
  regions = false;
  #options;
  #isEraser;
  #scale = 1;
  #at = null;
  #stroke = null; // {kind, add, radius, points}
  #crosshair = new Crosshair(this);

  constructor(options, isEraser) {
    this.#options = options;
    this.#isEraser = isEraser;
  }

  get #radius() {
    return rounded(Math.max(this.#options.size / 2 / this.#scale, 0.5));
  }

  grab(at, event) {
    this.#crosshair.hide();
    this.down(at, event);
    return { move: (points) => points.forEach((point) => this.along(point)), end: () => this.up(), cancel: () => this.drop() };
  }

  down(at, event) {
    const how = howOf(event);
    const start = { x: rounded(at.x), y: rounded(at.y) };
    this.#stroke = { kind: "brush", add: how === "toggle" ? !this.#isEraser : how === "add", radius: this.#radius, points: [] };
    this.#extend(start, start);
  }

  along(at) {
    this.#at = at;
    modes.redraw();
    const [x, y] = this.#stroke.points.slice(-2);
    const to = { x: rounded(at.x), y: rounded(at.y) };
    if (Math.hypot(to.x - x, to.y - y) >= LEAST_STEP * this.#stroke.radius) this.#extend({ x, y }, to);
  }

  up() {
    const stroke = this.#stroke;
    this.#stroke = null;
    if (this.#options.isSnapping) selection.snap(stroke);
    else selection.add(stroke, true);
  }

  drop() {
    this.#stroke = null;
    selection.cancel();
  }

  hover(at) {
    this.#at = at;
    modes.redraw();
  }

  key(event, stage) {
    this.#scale = stage.scale;
    return this.#crosshair.press(event, stage);
  }

  draw(context, toStage, scale) {
    this.#scale = scale;
    const at = this.#crosshair.at ?? this.#at;
    if (at) drawRing(context, toStage(at), (this.#stroke?.radius ?? this.#radius) * scale);
    this.#crosshair.draw(context, toStage);
  }

  #extend(from, to) {
    const { points, radius, add } = this.#stroke;
    points.push(to.x, to.y);
    selection.paint(from, to, radius, add);
  }
}

function rounded(value) {
  return Math.round(value * 10) / 10;
}
