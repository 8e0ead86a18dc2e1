/**
 * Lasso, box and marquee, as modes of the picture (modes.js): drawn in one go, or without dragging, corner by corner. A lasso
 * is closed on its first corner or with Enter; two presses make a box. `options` {isAdding, isSnapping, findsObject(kind)}: the last
 * says whether what is drawn stands for the object in it (object-finder.js).
 */
import { cornersOf, drawLine, drawRing } from "../lib/outlines.js";
import { modes } from "../modes.js";
import { finder } from "../object-finder.js";
import { howDrawn, howOf, regions } from "../regions.js";
import { selection } from "../selection.js";
import { current } from "../current-revision.js";
import { Crosshair } from "./selection-crosshair.js";

const STILL = 4; // CSS pixels that a press may wander and still be one
const CLOSE = 10; // CSS pixels from its first corner at which a lasso is closed
const LEAST_STEP = 1.5; // CSS pixels between two points of a lasso

/** What lasso and box have in common. */
class Outline {
  cursor = "crosshair";
  regions = false;
  /** @type {"lasso" | "box"} */
  kind = "lasso";
  options;
  /** @type {Point[]} */
  points = []; // {x, y} of the picture
  /** @type {Point | null} */
  pointer = null; // where the line goes on to
  scale = 1;
  crosshair = new Crosshair(this);
  /** @type {{ at: Point, count: number, hasMoved: boolean } | null} */
  #pressed = null;
  #isAdding = true;

  /** @param {{ isAdding: boolean, isSnapping: boolean, findsObject: (kind: "lasso" | "box") => boolean }} options */
  constructor(options) {
    this.options = options;
  }

  /**
   * @param {Point} at
   * @param {PointerEvent} event
   * @returns {Stroke | null}
   */
  grab(at, event) {
    this.crosshair.hide();
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
    if (!this.points.length) this.#isAdding = how === "toggle" ? this.options.isAdding : how === "add";
    this.#pressed = { at, count: this.points.length, hasMoved: false };
    this.begin(at);
    this.pointer = at;
    modes.redraw();
  }

  /** @param {Point} at */
  along(at) {
    this.pointer = at;
    if (!this.#pressed) return;
    if (this.#distance(at, this.#pressed.at) > STILL) this.#pressed.hasMoved = true;
    if (this.#pressed.hasMoved) this.extend(at);
    modes.redraw();
  }

  up() {
    if (!this.#pressed) return;
    const { count, hasMoved } = this.#pressed;
    this.#pressed = null;
    if (this.isWhole(count, hasMoved)) this.finish();
    modes.redraw();
  }

  drop() {
    [this.points, this.pointer] = [[], null];
    modes.redraw();
  }

  /** @param {Point | null} at */
  hover(at) {
    this.pointer = at ?? this.pointer;
    if (this.points.length) modes.redraw();
  }

  /**
   * @param {KeyboardEvent} event
   * @param {Stage} stage
   */
  key(event, stage) {
    this.scale = stage.scale;
    if (event.key === "Enter" && this.points.length > 2) this.finish();
    else if (event.key === "Escape" && this.points.length) this.crosshair.isDown ? this.crosshair.drop() : this.drop();
    else return this.crosshair.press(event, stage);
    return true;
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {ToStage} toStage
   * @param {number} scale
   */
  draw(context, toStage, scale) {
    this.scale = scale;
    if (this.points.length) this.drawShape(context, toStage);
    this.crosshair.draw(context, toStage);
  }

  /** The shape is done: it is a step of the selection. */
  finish() {
    const points = this.points.flatMap(({ x, y }) => [round(x), round(y)]);
    /** @type {ShapeStep} */
    const step = { kind: this.kind, add: this.#isAdding, points };
    this.drop();
    const findsObject = this.options.findsObject(this.kind);
    if (this.options.isSnapping && !findsObject) return selection.snap(step);
    selection.add(step);
    if (findsObject) finder.ask(step);
  }

  // What a lasso and a box do each in its own way

  /** @param {Point} _at of a press */
  begin(_at) {}

  /** @param {Point} _at to which it was dragged */
  extend(_at) {}

  /**
   * True where the shape is done with this release.
   *
   * @param {number} _countBefore of the points, before the press
   * @param {boolean} _hasMoved
   */
  isWhole(_countBefore, _hasMoved) {
    return false;
  }

  /**
   * @param {CanvasRenderingContext2D} _context
   * @param {ToStage} _toStage
   */
  drawShape(_context, _toStage) {}

  /**
   * @param {Point} one
   * @param {Point} other
   * @param {number} pixels
   */
  isNear(one, other, pixels) {
    return this.#distance(one, other) <= pixels;
  }

  /**
   * @param {Point} one
   * @param {Point} other
   */
  #distance(one, other) {
    return Math.hypot(one.x - other.x, one.y - other.y) * this.scale;
  }
}

export class SelectionLasso extends Outline {
  isClosed = false;

  /** @param {Point} at */
  begin(at) {
    if (this.points.length && this.isNear(at, this.points[0], CLOSE)) this.isClosed = true;
    else this.points.push(at);
  }

  /** @param {Point} at */
  extend(at) {
    if (!this.isNear(at, this.points[this.points.length - 1], LEAST_STEP)) this.points.push(at);
  }

  /**
   * @param {number} countBefore
   * @param {boolean} hasMoved
   */
  isWhole(countBefore, hasMoved) {
    const isClosed = this.isClosed || (countBefore === 0 && hasMoved);
    this.isClosed = false;
    if (isClosed && this.points.length < 3) this.drop();
    return isClosed && this.points.length > 2;
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {ToStage} toStage
   */
  drawShape(context, toStage) {
    drawLine(context, [...this.points, this.pointer ?? this.points[0]].map(toStage), false);
    drawRing(context, toStage(this.points[0]), STILL);
  }
}

export class SelectionBox extends Outline {
  /** @type {"lasso" | "box"} */
  kind = "box";

  /** @param {Point} at */
  begin(at) {
    if (this.points.length) this.points[1] = at;
    else this.points.push(at);
  }

  /** @param {Point} at */
  extend(at) {
    this.points[1] = at;
  }

  /**
   * @param {number} countBefore
   * @param {boolean} hasMoved
   */
  isWhole(countBefore, hasMoved) {
    return (countBefore > 0 || hasMoved) && this.points.length > 1;
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {ToStage} toStage
   */
  drawShape(context, toStage) {
    drawLine(context, cornersOf(this.points[0], this.points[1] ?? this.pointer ?? this.points[0]).map(toStage), true);
  }
}

/** Objects and regions by clicks, as ever; with Shift, Alt or Ctrl held, dragging chooses all regions in a box. */
export class SelectionPointer extends SelectionBox {
  cursor = "";
  regions = true;
  /** @type {PointerEvent | KeyboardEvent} */
  event;

  constructor() {
    super({ isAdding: true, isSnapping: true, findsObject: () => false });
  }

  /**
   * @param {Point} at
   * @param {PointerEvent} event
   */
  grab(at, event) {
    return event.pointerType === "touch" || howDrawn(event) === "toggle" ? null : super.grab(at, event);
  }

  /**
   * @param {Point} at
   * @param {PointerEvent | KeyboardEvent} event
   */
  down(at, event) {
    this.event = event;
    super.down(at, event);
  }

  up() {
    const [corner, hasBox] = [this.points[0], this.points.length > 1];
    super.up();
    if (hasBox) return;
    this.drop();
    const id = regions.at(corner, current.revision.width, current.revision.height);
    regions.press(id, corner, howOf(this.event), this.event.altKey);
  }

  hover() {}

  key() {
    return false;
  }
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 10) / 10;
}
