/** The numbered outlines of what may distract, as a mode of the picture (modes.js): a press accepts, another one takes that back. */
import { distractions } from "../distractions.js";
import { traceBorders } from "../lib/region-borders.js";
import { regions } from "../regions.js";
import { current } from "../current-revision.js";

const REACH = 8; // CSS pixels that a press may miss a thing by
const BADGE = 10; // CSS pixels, the radius of a number's disc
const DASHES = [5, 4]; // CSS pixels, around what is not accepted

export class ThingMarks {
  regions = false;
  hovered = ""; // the name of a thing
  /** @type {CSSStyleDeclaration} */
  style; // of the panel, for its colours
  /** @type {Thing[]} */
  #things = [];
  /** @type {Map<string, { path: Path2D, top: Point }>} */
  #shapes = new Map(); // name of a thing -> {path, top}: its Path2D and the middle of its upmost edge, in pixels of the map
  /** @type {RegionMap | null} */
  #map = null; // of the regions that the shapes were traced in
  #scale = 1;
  #tellHover;

  /** @param {(name: string) => void} tellHover */
  constructor(tellHover) {
    this.#tellHover = tellHover;
  }

  /** @param {Thing[]} things */
  show(things) {
    this.#things = things;
    const map = regions.layers;
    if (this.#map !== map) this.#shapes.clear();
    this.#map = map;
    if (!map) return;
    for (const { name, ids, box } of things) {
      if (!this.#shapes.has(name)) this.#shapes.set(name, shapeOf(traceBorders(map, ids, box)));
    }
  }

  /** @param {Point} at */
  tap(at) {
    const thing = this.#thingAt(at);
    if (thing) distractions.accept(thing.name, !thing.isAccepted);
    return true;
  }

  /** @param {Point | null} at */
  hover(at) {
    const name = (at && this.#thingAt(at)?.name) || "";
    if (name !== this.hovered) this.#tellHover(name);
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {ToStage} toStage
   * @param {number} scale
   */
  draw(context, toStage, scale) {
    this.#scale = scale;
    if (!this.#map) return;
    const across = (current.revision.width / this.#map.columns) * scale;
    const origin = toStage({ x: 0, y: 0 });
    for (const thing of this.#things) this.#outline(context, thing, origin, across);
    for (const thing of this.#things) this.#number(context, thing, origin, across);
  }

  /**
   * The thing under a point of the picture, or else the one that it just misses.
   *
   * @param {Point} at
   */
  #thingAt({ x, y }) {
    const { width, height } = current.revision;
    const id = regions.at({ x, y }, width, height, this.#map);
    if (!this.#map) return undefined;
    const across = this.#map.columns / width;
    const reach = (REACH / this.#scale) * across;
    const [column, row] = [x * across, y * across];
    const isNear = (/** @type {Thing} */ { box: [top, left, tall, wide] }) =>
      row >= top - reach && row <= top + tall + reach && column >= left - reach && column <= left + wide + reach;
    return this.#things.find(({ ids }) => ids.includes(id)) ?? this.#things.find(isNear);
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Thing} thing
   * @param {Point} origin
   * @param {number} across
   */
  #outline(context, { name, isAccepted }, origin, across) {
    const shape = this.#shapes.get(name);
    if (!shape) return;
    context.save();
    context.translate(origin.x, origin.y);
    context.scale(across, across);
    const isStrong = isAccepted || name === this.hovered;
    const [wide, narrow] = isStrong ? [5, 3] : [3.5, 1.5];
    for (const { width, colour } of [{ width: wide, colour: "rgb(0 0 0 / 65%)" }, { width: narrow, colour: this.#colour(isAccepted) }]) {
      context.lineWidth = width / across;
      context.strokeStyle = colour;
      context.setLineDash(isAccepted ? [] : DASHES.map((length) => length / across));
      context.stroke(shape.path);
    }
    context.restore();
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Thing} thing
   * @param {Point} origin
   * @param {number} across
   */
  #number(context, { name, number, isAccepted }, origin, across) {
    const top = this.#shapes.get(name)?.top;
    if (!top) return;
    const [x, y] = [origin.x + top.x * across, Math.max(origin.y + top.y * across - BADGE, BADGE)];
    context.save();
    context.beginPath();
    context.arc(x, y, BADGE, 0, 2 * Math.PI);
    context.fillStyle = isAccepted ? this.#value("--accent") : this.#value("--surface");
    context.fill();
    context.strokeStyle = "rgb(0 0 0 / 65%)";
    context.stroke();
    context.fillStyle = isAccepted ? this.#value("--on-accent") : this.#value("--ink");
    context.font = `600 12px ${this.#value("--font")}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(String(number), x, y + 0.5);
    context.restore();
  }

  /** @param {boolean} isAccepted */
  #colour(isAccepted) {
    return isAccepted ? this.#value("--accent") : "#fff";
  }

  /** @param {string} name */
  #value(name) {
    return this.style.getPropertyValue(name);
  }
}

/** @param {[number, number, number, number][]} lines */
function shapeOf(lines) {
  const path = new Path2D();
  for (const [x, y, toX, toY] of lines) {
    path.moveTo(x, y);
    path.lineTo(toX, toY);
  }
  const [from, row, to] = lines[0];
  return { path, top: { x: (from + to) / 2, y: row } };
}
