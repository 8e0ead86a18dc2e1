/**
 * The keyboard's pointer on the picture: arrow keys move it, with Shift by little, Space begins and ends what a press of the
 * mouse and its release would. `tool` has down(at), along(at), up() and drop(); what is drawn lies between down and up.
 */
import { isBare } from "../lib/combination.js";
import { drawCrosshair } from "../lib/outlines.js";
import { modes } from "../modes.js";

const [STEP, SMALL_STEP] = [16, 2]; // CSS pixels of one press of an arrow key, and with Shift
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * @typedef {object} Tool
 * @property {(at: Point, event: PointerEvent | KeyboardEvent) => void} down
 * @property {(at: Point) => void} along
 * @property {() => void} up
 * @property {() => void} drop
 */

export class Crosshair {
  /** @type {Point | null} */
  at = null; // {x, y} of the picture; null while nobody uses the keyboard
  isDown = false;
  #tool;

  /** @param {Tool} tool */
  constructor(tool) {
    this.#tool = tool;
  }

  /**
   * Make use of a key; false for one that means nothing here.
   *
   * @param {KeyboardEvent} event
   * @param {Stage} stage
   */
  press(event, stage) {
    if (!isBare(event)) return false;
    if (event.key in ARROWS) this.#move(ARROWS[event.key], event.shiftKey ? SMALL_STEP : STEP, stage);
    else if (event.key === " ") this.#toggle(event, stage);
    else if (event.key === "Escape" && this.isDown) this.drop();
    else return false;
    modes.redraw();
    return true;
  }

  /** Give up what is under way. */
  drop() {
    if (this.isDown) this.#tool.drop();
    this.isDown = false;
  }

  hide() {
    this.drop();
    this.at = null;
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {ToStage} toStage
   */
  draw(context, toStage) {
    if (this.at) drawCrosshair(context, toStage(this.at));
  }

  /**
   * @param {number[]} direction
   * @param {number} pixels
   * @param {Stage} stage
   */
  #move([across, down], pixels, stage) {
    const { width, height } = stage.size;
    const from = this.at ?? stage.middle;
    const to = { x: from.x + (across * pixels) / stage.scale, y: from.y + (down * pixels) / stage.scale };
    const at = { x: Math.min(Math.max(to.x, 0), width), y: Math.min(Math.max(to.y, 0), height) };
    this.at = at;
    stage.reveal(at);
    if (this.isDown) this.#tool.along(at);
  }

  /**
   * @param {KeyboardEvent} event
   * @param {Stage} stage
   */
  #toggle(event, stage) {
    if (event.repeat) return;
    this.at ??= stage.middle;
    this.isDown = !this.isDown;
    if (this.isDown) this.#tool.down(this.at, event);
    else this.#tool.up();
  }
}
