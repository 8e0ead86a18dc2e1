/** <crop-foreground-panel>: how much to leave around the subject, with the crop shown in the picture where the engine tells where that is. */
import { padded } from "../lib/frame.js";
import { words } from "../words.js";
import { ToolPanel } from "./tool-panel.js";

const boxes = new Map(); // address -> promise of {box} or {sentence}

class CropForegroundPanel extends ToolPanel {
  #box = null;

  begin() {
    this.size = { width: Number(this.dataset.width), height: Number(this.dataset.height) };
    this.mode = { regions: false, draw: (context, toStage) => this.#draw(context, toStage) };
  }

  see(isOpen) {
    if (isOpen && this.dataset.subject) this.#look(this.dataset.subject);
  }

  async #look(address) {
    if (this.#box) return;
    this.#say(words("crop-looking"));
    if (!boxes.has(address)) boxes.set(address, fetchBox(address));
    const { box, sentence, isLost } = await boxes.get(address);
    if (isLost) boxes.delete(address);
    if (!this.isConnected) return;
    this.#box = box ?? null;
    this.#say(sentence ?? "");
    this.update();
  }

  #say(sentence) {
    this.querySelector("[data-status]").textContent = sentence;
  }

  /** What remains of the picture, in its pixels. */
  get #crop() {
    const { padding, unit, background } = this.form.elements;
    const share = Math.min(this.size.width, this.size.height) / 100;
    const pixels = Math.max(Number(padding.value) || 0, 0) * (unit.value === "percent" ? share : 1);
    return padded(this.#box, Math.round(pixels), this.size, background.value === "remove");
  }

  show() {
    if (!this.#box) return;
    const { left, top, right, bottom } = this.#crop;
    this.#say(words("crop-size", { width: String(right - left), height: String(bottom - top) }));
  }

  #draw(context, toStage) {
    if (!this.#box) return;
    const { left, top, right, bottom } = this.#crop;
    const [start, end] = [toStage({ x: left, y: top }), toStage({ x: right, y: bottom })];
    const crop = [start.x, start.y, end.x - start.x, end.y - start.y];
    const [from, to] = [toStage({ x: 0, y: 0 }), toStage({ x: this.size.width, y: this.size.height })];
    const style = getComputedStyle(this);
    context.beginPath();
    context.rect(from.x, from.y, to.x - from.x, to.y - from.y);
    context.rect(...crop);
    context.fillStyle = style.getPropertyValue("--frame-away");
    context.fill("evenodd");
    for (const [width, colour] of [[4, "--frame-edge"], [2, "--accent"]]) {
      context.lineWidth = width;
      context.strokeStyle = style.getPropertyValue(colour);
      context.strokeRect(...crop);
    }
  }
}

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
