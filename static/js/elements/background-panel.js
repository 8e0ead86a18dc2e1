/**
 * <background-panel>: removes, blurs or replaces the background. What it would be like is shown in the picture, and strokes correct
 * what is taken for the subject.
 */
import { fieldIn, find, targetOf } from "../lib/dom.js";
import { codeOf } from "../lib/colours.js";
import { modes } from "../modes.js";
import { regions } from "../regions.js";
import { readShortcut } from "../shortcuts.js";
import { current } from "../current-revision.js";
import { words } from "../words.js";
import { backdrop } from "./background-backdrop.js";
import { Brush } from "./background-brush.js";
import * as fills from "./background-fills.js";
import { strokes } from "./background-strokes.js";
import { BackgroundPreview } from "./background-preview.js";
import { ToolPanel } from "./tool-panel.js";

const preview = new BackgroundPreview();
/** @type {FileList | null} */
let files = null; // the FileList of the picture that was chosen

/**
 * @typedef {object} WantedFill
 * @property {string} kind
 * @property {string} [address]
 * @property {number} [strength]
 * @property {string} [colour]
 * @property {string} [first]
 * @property {string} [second]
 * @property {string} [direction]
 * @property {string} [name]
 * @property {number} [size]
 */

class BackgroundPanel extends ToolPanel {
  /** @type {Brush} */
  brush;
  /** @type {Paint | null} */
  #fill = null; // paints what is behind the subject
  #fillName = ""; // what it was made of, with #fillImage, the preview
  /** @type {ImageBitmap | null} */
  #fillImage = null;
  #isPreviewing = true;

  begin() {
    if (files) fieldIn(this.form, "picture").files = files;
    this.brush = new Brush({ keep: this.#colour("--keep"), remove: this.#colour("--remove") });
    this.mode = {
      regions: true,
      grab: (/** @type {Point} */ at) => this.brush.grab(at),
      hover: (/** @type {Point | null} */ at) => this.brush.hover(at),
      draw: this.#draw.bind(this),
    };
    strokes.open(`strokes:${this.dataset.picture}:${this.dataset.revision}`);
    this.listen(this.form, "click", (event) => this.#press(targetOf(event).closest("button")));
    this.listen(document, "keydown", (event) => this.#undoByKey(event), { capture: true });
    for (const name of ["change", "load"]) this.listen(regions, name, () => this.update());
    this.listen(strokes, "change", () => this.update());
    this.listen(preview, "change", () => this.#tellPreview());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    backdrop.want(false);
  }

  get #takesStrokes() {
    return "strokes" in this.dataset;
  }

  get #tool() {
    return fieldIn(this.form, "tool").value;
  }

  /** @param {string} name */
  #value(name) {
    return fieldIn(this.form, name)?.value ?? "";
  }

  /** @param {string} name */
  #colour(name) {
    return getComputedStyle(this).getPropertyValue(name).trim();
  }

  /** @param {HTMLInputElement} field */
  enter(field) {
    if (field.name === "picture") files = field.files;
  }

  // The subject

  /** @param {HTMLButtonElement | null} button */
  #press(button) {
    if (!button) return;
    const { mark } = button.dataset;
    if (mark) strokes.add({ kind: "regions", add: mark === "keep", ids: [...regions.selected] });
    if ("undoStroke" in button.dataset) strokes.undo();
    if ("clearStrokes" in button.dataset) strokes.clear();
    if (button.disabled) find(this, "[name=brush]:checked").focus();
  }

  /**
   * While there are strokes, Ctrl+Z takes them back before it takes back steps of the history.
   *
   * @param {KeyboardEvent} event
   */
  #undoByKey(event) {
    if (readShortcut(event) !== "mod+z" || !this.isOpen || !strokes.all.length) return;
    event.preventDefault();
    event.stopPropagation();
    strokes.undo();
  }

  #subjectFields() {
    const all = strokes.all.length ? JSON.stringify(strokes.all) : "";
    const isSubject = fieldIn(this.form, "subject")?.checked && regions.selected.size;
    const needsVisual = isSubject || strokes.all.some(({ kind }) => kind === "regions");
    return { strokes: all, mask_ids: isSubject ? [...regions.selected].join(",") : "", visual: needsVisual ? regions.visual : "" };
  }

  // What is shown

  show() {
    const fields = this.#subjectFields();
    for (const [name, value] of Object.entries(fields)) fieldIn(this.form, name).value = value;
    find(this, "[data-scale-value]").textContent = this.#value("scale");
    if (this.#takesStrokes) this.#tellStrokes();
    this.#isPreviewing = this.#takesStrokes && fieldIn(this.form, "preview").checked;
    if (this.isOpen && this.#isPreviewing) {
      const token = this.#value("csrfmiddlewaretoken");
      preview.ask(this.dataset.preview ?? "", { csrfmiddlewaretoken: token, ...fields });
    }
    backdrop.want(this.isOpen && this.#isPreviewing && this.#tool === "remove_background");
    this.#tellFill();
  }

  #tellStrokes() {
    if (this.brush.kind !== this.#value("brush")) this.#take(this.#value("brush"));
    const size = fieldIn(this.form, "brush_size");
    this.brush.size = size.valueAsNumber;
    size.disabled = !this.brush.kind;
    for (const name of ["undo-stroke", "clear-strokes"]) find(this, `[data-${name}]`, HTMLButtonElement).disabled = !strokes.all.length;
    const hasSelection = regions.selected.size > 0;
    find(this, "[data-selection]").hidden = !hasSelection;
    find(this, "[data-hint]").hidden = hasSelection;
  }

  /**
   * Take a brush in the hand, or put it down: then regions are chosen as everywhere.
   *
   * @param {string} kind
   */
  #take(kind) {
    this.brush.kind = kind;
    this.mode = { ...this.mode, regions: !kind, cursor: kind ? "crosshair" : "" };
  }

  #tellPreview() {
    const status = this.querySelector("[data-status]");
    if (!status || !this.isOpen) return;
    const count = strokes.all.length ? words("background-strokes", { n: strokes.all.length }) : "";
    status.textContent = preview.isAsking ? words("background-looking") : preview.sentence || count;
    this.classList.toggle("background--failed", Boolean(preview.sentence) && !preview.isAsking);
    this.#tellFill();
  }

  /** Make ready what is behind the subject; the last one that was asked for counts. */
  async #tellFill() {
    const { address, ...wanted } = this.#wantedFill();
    const name = JSON.stringify([address, ...Object.values(wanted)]);
    const image = preview.image;
    if (name !== this.#fillName || image !== this.#fillImage) {
      [this.#fillName, this.#fillImage] = [name, image];
      this.#tellShown(false);
      const fill = image && (await fillOf({ address, image, ...wanted }));
      if (name !== this.#fillName || image !== this.#fillImage) return;
      this.#fill = fill;
    }
    this.#tellShown(!preview.isAsking && image !== null);
    modes.redraw();
  }

  /**
   * Say whether the picture shows what is wanted now.
   *
   * @param {boolean} isShown
   */
  #tellShown(isShown) {
    this.toggleAttribute("data-shown", isShown);
  }

  /** @returns {WantedFill} */
  #wantedFill() {
    if (this.#tool === "remove_background") return { kind: "backdrop" };
    const strength = Number(this.#value("scale"));
    if (this.#tool === "blur_background") return { kind: "blur", strength, address: current.revision?.screen };
    const behind = this.#value("behind");
    if (behind === "picture") return { kind: "picture", name: files?.[0]?.name, size: files?.[0]?.size };
    const [first, second, direction] = [this.#hex("first"), this.#hex("second"), this.#value("direction")];
    if (behind === "gradient") return { kind: "gradient", first, second, direction };
    return behind === "colour" ? { kind: "colour", colour: this.#hex("colour") } : { kind: "none" };
  }

  /** @param {string} name */
  #hex(name) {
    return codeOf(this.#value(name)) ?? "#808080";
  }

  /**
   * Over the picture: what is behind the subject, through the preview, and the strokes.
   *
   * @param {CanvasRenderingContext2D} context
   * @param {ToStage} toStage
   * @param {number} scale
   */
  #draw(context, toStage, scale) {
    const isCurrent = current.revision.number === Number(this.dataset.revision);
    const at = toStage({ x: 0, y: 0 });
    if (this.#isPreviewing && preview.image && this.#fill && isCurrent) this.#drawFill(context, preview.image, this.#fill, at, scale);
    this.brush.draw(context, toStage, scale, current.revision);
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {ImageBitmap} image
   * @param {Paint} fill
   * @param {Point} at
   * @param {number} scale
   */
  #drawFill(context, image, fill, { x, y }, scale) {
    const [width, height] = [current.revision.width * scale, current.revision.height * scale];
    context.save();
    clip(context, x, y, width, height);
    context.imageSmoothingQuality = "high";
    context.drawImage(image, x - 1, y - 1, width + 2, height + 2);
    context.globalCompositeOperation = "source-in";
    fill(context, { x: x - 1, y: y - 1, width: width + 2, height: height + 2 });
    context.restore();
  }
}

/**
 * Paint nothing beside the picture, which lies on whole device pixels; what lies over it may then be a pixel larger.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 */
function clip(context, x, y, width, height) {
  const snap = (/** @type {number} */ value) => Math.round(value * devicePixelRatio) / devicePixelRatio;
  context.beginPath();
  context.rect(snap(x), snap(y), snap(x + width) - snap(x), snap(y + height) - snap(y));
  context.clip();
}

/**
 * What paints the wanted fill; null where nothing is to be shown.
 *
 * @param {WantedFill & { image: ImageBitmap }} wanted
 * @returns {Promise<Paint | null>}
 */
async function fillOf({ kind, address = "", image, colour = "", first = "", second = "", direction = "", strength = 1 }) {
  if (kind === "backdrop") return (context, rect) => backdrop.paint(context, rect);
  if (kind === "blur") return fills.blur(address, image, strength);
  if (kind === "colour") return fills.plain(colour);
  if (kind === "gradient") return fills.gradient(first, second, direction);
  if (kind === "picture" && files?.length) return pictureFill(files[0]);
  return null;
}

/** @param {File} file */
async function pictureFill(file) {
  const image = new Image(); // no bitmap: phones make none of more than 16.7 megapixels
  image.src = URL.createObjectURL(file);
  try {
    await image.decode();
    return fills.cover(image);
  } catch {
    return null; // the server says what is wrong with it
  } finally {
    URL.revokeObjectURL(image.src);
  }
}

customElements.define("background-panel", BackgroundPanel);
