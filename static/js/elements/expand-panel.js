/** <expand-panel>: a larger canvas by ratio, by typed sizes and by the handles around the picture, and how large it may be. */
import { fieldIn, fieldOf, find, findAll } from "../lib/dom.js";
import * as geometry from "../lib/frame.js";
import { modes } from "../modes.js";
import { percent, words } from "../words.js";
import { expandFrame } from "./expand-frame.js";
import { ToolPanel } from "./tool-panel.js";

const ROOM = 0.12; // of the canvas's longer side, seen around it so that there is somewhere to drag to
const ENOUGH = 0.15; // of the canvas, which Bria wants the subject to cover
const HATCH = 7; // CSS pixels between the lines over what is new
const MEGA = 1e6;

class ExpandPanel extends ToolPanel {
  most = 0; // pixels of the canvas

  begin() {
    this.most = Number(this.dataset.most);
    expandFrame.size = { width: Number(this.dataset.width), height: Number(this.dataset.height) };
    this.#take();
    this.mode = { regions: false, draw: this.#draw.bind(this), room: () => geometry.roomFor(expandFrame.current, expandFrame.size, ROOM) };
    this.listen(this.form, "change", (event) => this.#enter(fieldOf(event), true));
    this.listen(this.form, "reset", (event) => this.#reset(event));
    this.listen(expandFrame, "change", () => this.update());
    this.listen(expandFrame, "settle", () => this.#settle());
  }

  /** @param {boolean} isOpen */
  see(isOpen) {
    expandFrame.open(isOpen);
  }

  // What is entered

  /** The canvas that the fields say. */
  #take() {
    expandFrame.ratio = this.#ratioOf(fieldIn(this.form, "ratio").value);
    expandFrame.anchor = anchorIn(fieldIn(this.form, "anchor"));
    expandFrame.current = this.#typed(); // unsaid: the panel that this one takes the place of is still there
  }

  /** @param {string} name */
  #ratioOf(name) {
    const { width, height } = expandFrame.size;
    const [across, down] = name === "original" ? [width, height] : name.split(":").map(Number);
    return name ? across / down : 0;
  }

  /** @param {string} name */
  #number(name) {
    const value = fieldIn(this.form, name).valueAsNumber;
    return Number.isFinite(value) ? Math.round(value) : 0;
  }

  #typed() {
    const canvas = { width: this.#number("width"), height: this.#number("height") };
    const frame = geometry.placeCanvas(expandFrame.size, canvas, { x: 0, y: 0 });
    return moveIn(moveIn(frame, "left", this.#number("left")), "top", this.#number("top"));
  }

  /** @param {HTMLInputElement} field */
  enter(field) {
    this.#enter(field, false);
  }

  /**
   * @param {HTMLInputElement} field
   * @param {boolean} settled
   */
  #enter(field, settled) {
    const { name } = field;
    if (name === "ratio") this.#chooseRatio(field.value);
    else if (name === "anchor") this.#chooseAnchor(anchorIn(field));
    else if (name === "width" || name === "height") this.#type(name, settled);
    else if (name === "left" || name === "top") expandFrame.set(moveIn(expandFrame.current, name, this.#number(name)), settled);
  }

  /** @param {Point} anchor */
  #chooseAnchor(anchor) {
    expandFrame.anchor = anchor;
    this.#resize(this.#canvas, anchor);
  }

  /** @param {string} name */
  #chooseRatio(name) {
    expandFrame.ratio = this.#ratioOf(name);
    const canvas = name ? geometry.sizeOfRatio(expandFrame.size, expandFrame.ratio) : this.#canvas;
    this.#resize(canvas, expandFrame.anchor);
  }

  /**
   * @param {"width" | "height"} side
   * @param {boolean} settled
   */
  #type(side, settled) {
    const { size, ratio } = expandFrame;
    const typed = Math.max(this.#number(side), size[side]);
    const other = side === "width" ? { height: typed / ratio } : { width: typed * ratio };
    const canvas = { ...this.#canvas, [side]: typed, ...(ratio ? other : {}) };
    this.#resize(canvas, expandFrame.anchor, settled);
  }

  /**
   * @param {Size} canvas
   * @param {Point} anchor
   * @param {boolean} [settled]
   */
  #resize(canvas, anchor, settled = true) {
    expandFrame.set(geometry.placeCanvas(expandFrame.size, canvas, anchor), settled);
  }

  /** @param {Event} event */
  #reset(event) {
    event.preventDefault();
    expandFrame.ratio = 0;
    find(this.form, '[name="ratio"][value=""]', HTMLInputElement).checked = true;
    expandFrame.set(geometry.NONE);
  }

  #settle() {
    this.keep();
    if (modes.current === this.mode) modes.fit();
  }

  // What is shown

  get #canvas() {
    return geometry.canvasSize(expandFrame.current, expandFrame.size);
  }

  get #area() {
    return this.#canvas.width * this.#canvas.height;
  }

  get #isTooLarge() {
    return this.#area > this.most;
  }

  get #isPossible() {
    return !this.#isTooLarge || fieldIn(this.form, "shrink").checked;
  }

  get #isSame() {
    return Object.values(expandFrame.current).every((pixels) => !pixels);
  }

  get isReady() {
    return !this.#isSame && this.#isPossible;
  }

  show() {
    this.#tellFields();
    this.#tellArea();
    this.#tellHint();
    find(this, "[type=reset]", HTMLButtonElement).disabled = this.#isSame && !expandFrame.ratio;
  }

  /** Every field says what the canvas is, but for the one that is being typed in. */
  #tellFields() {
    const { left, top } = expandFrame.current;
    for (const [name, value] of Object.entries({ ...this.#canvas, left, top })) {
      const field = fieldIn(this.form, name);
      if (field !== document.activeElement || this.#number(name) === value) field.value = String(value);
    }
    const share = expandFrame.anchor;
    for (const box of findAll(this.form, "[name=anchor]", HTMLInputElement)) {
      const anchor = anchorIn(box);
      box.checked = Math.abs(anchor.x - share.x) < 0.02 && Math.abs(anchor.y - share.y) < 0.02;
    }
  }

  #tellArea() {
    const { width, height } = this.#canvas;
    const text = { width: String(width), height: String(height), has: toMegapixels(this.#area), most: toMegapixels(this.most) };
    find(this, "[data-area]").textContent = words("expand-area", text);
    find(this, "[data-bar]").style.setProperty("--share", String(Math.min(this.#area / this.most, 1)));
    this.toggleAttribute("data-too-large", !this.#isPossible);
    const limit = find(this, "[data-limit]");
    limit.hidden = !this.#isTooLarge;
    if (limit.hidden) return;
    const scale = geometry.scaleWithin(this.#canvas, this.most);
    const [across, down] = [width, height].map((side) => String(Math.floor(side * scale)));
    find(this, "[data-scaled]").textContent = words("expand-scaled", { width: across, height: down, share: percent(scale) });
    const isAlone = expandFrame.size.width * expandFrame.size.height > this.most;
    find(this, "[data-too-much]").textContent = words(isAlone ? "expand-alone" : "expand-too-large", text);
  }

  #tellHint() {
    const share = (expandFrame.size.width * expandFrame.size.height) / this.#area;
    const hint = find(this, "[data-hint]");
    hint.hidden = share >= ENOUGH;
    hint.textContent = hint.hidden ? "" : words("expand-hint", { share: percent(share), enough: percent(ENOUGH) });
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {ToStage} toStage
   * @param {number} scale
   */
  #draw(context, toStage, scale) {
    const { current, size } = expandFrame;
    const picture = { ...toStage({ x: 0, y: 0 }), width: size.width * scale, height: size.height * scale };
    const start = toStage({ x: -current.left, y: -current.top });
    const canvas = { ...start, width: this.#canvas.width * scale, height: this.#canvas.height * scale };
    const style = getComputedStyle(this);
    const colour = style.getPropertyValue(this.#isPossible ? "--accent" : "--danger");
    context.save();
    context.beginPath();
    for (const { x, y, width, height } of [canvas, picture]) context.rect(x, y, width, height);
    context.clip("evenodd");
    context.fillStyle = style.getPropertyValue("--frame-new");
    context.fillRect(canvas.x, canvas.y, canvas.width, canvas.height);
    context.strokeStyle = colour;
    hatch(context, canvas);
    context.restore();
    context.strokeStyle = colour;
    context.lineWidth = 2;
    context.strokeRect(canvas.x, canvas.y, canvas.width, canvas.height);
  }
}

/**
 * The canvas with the picture `pixels` from its left or top, as far as there is room.
 *
 * @param {Box} frame
 * @param {"left" | "top"} name
 * @param {number} pixels
 */
function moveIn(frame, name, pixels) {
  const after = name === "left" ? "right" : "bottom";
  const extra = frame[name] + frame[after];
  const start = Math.min(Math.max(pixels, 0), extra);
  return { ...frame, [name]: start, [after]: extra - start };
}

/** @param {HTMLInputElement} field */
function anchorIn({ value }) {
  const [x, y] = value.split(" ").map(Number);
  return { x, y };
}

/** @param {number} pixels */
function toMegapixels(pixels) {
  const millions = pixels / MEGA;
  return millions < 100 ? Math.round(millions * 10) / 10 : Math.round(millions);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Rect} rect
 */
function hatch(context, { x, y, width, height }) {
  context.globalAlpha = 0.4;
  context.lineWidth = 1;
  context.beginPath();
  const [right, bottom] = [context.canvas.clientWidth, context.canvas.clientHeight];
  const from = Math.max(Math.floor(Math.max(x, -height) / HATCH) * HATCH, -bottom);
  for (let start = from - bottom; start < Math.min(x + width, right) + bottom; start += HATCH) {
    context.moveTo(start, Math.min(y + height, bottom));
    context.lineTo(start + Math.min(y + height, bottom), 0);
  }
  context.stroke();
}

customElements.define("expand-panel", ExpandPanel);
