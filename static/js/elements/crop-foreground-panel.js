/** <crop-foreground-panel>: how much to leave around the subject; the picture shows the crop where the engine tells where that is. */
import { fieldIn, find } from "../lib/dom.js";
import { padBox } from "../lib/frame.js";
import { words } from "../words.js";
import { ToolPanel } from "./tool-panel.js";

/** @typedef {{ box?: Box, sentence?: string, isLost?: boolean }} Answer */

/** @type {Map<string, Promise<Answer>>} */
const boxes = new Map(); // address -> promise of {box} or {sentence}

/** @type {[number, string][]} width and colour */
const LINES = [[4, "--frame-edge"], [2, "--accent"]];

class CropForegroundPanel extends ToolPanel {
  /** @type {Size} */
  size;
  /** @type {Box | null} */
  #box = null;

  begin() {
    this.size = { width: Number(this.dataset.width), height: Number(this.dataset.height) };
    this.mode = { regions: false, draw: this.#draw.bind(this) };
  }

  /** @param {boolean} isOpen */
  see(isOpen) {
    if (isOpen && this.dataset.subject) this.#look(this.dataset.subject);
  }

  /** @param {string} address */
  async #look(address) {
    if (this.#box) return;
    this.#say(words("crop-looking"));
    const asked = boxes.get(address) ?? fetchBox(address);
    boxes.set(address, asked);
    const { box, sentence, isLost } = await asked;
    if (isLost) boxes.delete(address);
    if (!this.isConnected) return;
    this.#box = box ?? null;
    this.#say(sentence ?? "");
    this.update();
  }

  /** @param {string} sentence */
  #say(sentence) {
    find(this, "[data-status]").textContent = sentence;
  }

  /** What remains of the picture, in its pixels. */
  get #crop() {
    if (!this.#box) return null;
    const [padding, unit, background] = ["padding", "unit", "background"].map((name) => fieldIn(this.form, name));
    const share = Math.min(this.size.width, this.size.height) / 100;
    const pixels = Math.max(Number(padding.value) || 0, 0) * (unit.value === "percent" ? share : 1);
    return padBox(this.#box, Math.round(pixels), this.size, background.value === "remove");
  }

  show() {
    if (!this.#crop) return;
    const { left, top, right, bottom } = this.#crop;
    this.#say(words("crop-size", { width: String(right - left), height: String(bottom - top) }));
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {ToStage} toStage
   */
  #draw(context, toStage) {
    if (!this.#crop) return;
    const { left, top, right, bottom } = this.#crop;
    const [start, end] = [toStage({ x: left, y: top }), toStage({ x: right, y: bottom })];
    /** @type {[number, number, number, number]} */
    const crop = [start.x, start.y, end.x - start.x, end.y - start.y];
    const [from, to] = [toStage({ x: 0, y: 0 }), toStage({ x: this.size.width, y: this.size.height })];
    const style = getComputedStyle(this);
    context.beginPath();
    context.rect(from.x, from.y, to.x - from.x, to.y - from.y);
    context.rect(...crop);
    context.fillStyle = style.getPropertyValue("--frame-away");
    context.fill("evenodd");
    for (const [width, colour] of LINES) {
      context.lineWidth = width;
      context.strokeStyle = style.getPropertyValue(colour);
      context.strokeRect(...crop);
    }
  }
}

/**
 * @param {string} address
 * @returns {Promise<Answer>}
 */
async function fetchBox(address) {
  try {
    const response = await fetch(address);
    if (response.ok) return { box: await response.json() };
    if (response.status === 422) return { sentence: await response.text() };
  } catch {
    // said below: the studio does not answer
  }
  return { sentence: words("crop-unknown"), isLost: true };
}

customElements.define("crop-foreground-panel", CropForegroundPanel);
